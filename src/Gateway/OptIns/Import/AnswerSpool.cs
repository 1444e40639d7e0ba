using System.Threading.Channels;

namespace Mogambo.Gateway.OptIns.Import;

/// <summary>
/// Answers on their way to a caller who may read none before the whole body is sent, as most HTTP clients do: what they leave unread
/// waits in a file that has no name, not in memory, and does not stop the import.
/// </summary>
internal sealed class AnswerSpool : IAsyncDisposable
{
    private const int ChunkBytes = 64 * 1024;

    private readonly FileStream _file;
    private readonly Channel<bool> _news = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private long _written;
    private long _sent;

    public AnswerSpool()
    {
        var path = Path.Combine(Path.GetTempPath(), $"mogambo-import-{Guid.NewGuid():N}");
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.Delete,
            BufferSize = 0,
            Options = FileOptions.DeleteOnClose | FileOptions.Asynchronous,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        _file = new FileStream(path, options);
        if (!OperatingSystem.IsWindows())
        {
            // Without a name nobody else opens it, and a crash leaves nothing behind.
            File.Delete(path);
        }
    }

    /// <summary>How much the caller has taken.</summary>
    public long Sent => Volatile.Read(ref _sent);

    /// <summary>Called by one caller at a time.</summary>
    public async Task WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        await RandomAccess.WriteAsync(_file.SafeFileHandle, bytes, _written, cancellationToken);
        Volatile.Write(ref _written, _written + bytes.Length);
        _news.Writer.TryWrite(true);
    }

    /// <summary>There is nothing more to come.</summary>
    public void Complete() => _news.Writer.TryComplete();

    /// <summary>Returns when everything up to <see cref="Complete"/> was taken.</summary>
    public async Task SendAsync(Stream output, CancellationToken cancellationToken)
    {
        var chunk = new byte[ChunkBytes];
        bool isMore;
        do
        {
            isMore = await _news.Reader.WaitToReadAsync(cancellationToken);
            _news.Reader.TryRead(out _);
            while (_sent < Volatile.Read(ref _written))
            {
                var read = await RandomAccess.ReadAsync(_file.SafeFileHandle, chunk, _sent, cancellationToken);
                await output.WriteAsync(chunk.AsMemory(0, read), cancellationToken);
                await output.FlushAsync(cancellationToken);
                Volatile.Write(ref _sent, _sent + read);
            }
        }
        while (isMore);
    }

    public ValueTask DisposeAsync() => _file.DisposeAsync();
}

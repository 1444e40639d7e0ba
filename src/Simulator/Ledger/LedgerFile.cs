using System.Threading.Channels;

namespace Mogambo.Simulator.Ledger;

/// <summary>
/// The witness: one JSON line per event, appended by a single writer that hands many lines at once to the operating
/// system. Without a path nothing is written and nothing waits.
/// </summary>
internal sealed partial class LedgerFile : IAsyncDisposable
{
    private readonly Channel<Entry> _entries = Channel.CreateUnbounded<Entry>(new() { SingleReader = true });
    private readonly TimeProvider _time;
    private readonly ILogger<LedgerFile> _logger;
    private readonly long _startedAt;
    private readonly bool _isLean;
    private readonly FileStream? _file;
    private readonly Task _writing;
    private long _lines;

    /// <param name="lines">How many lines the file already has.</param>
    public LedgerFile(SimulatorOptions options, TimeProvider time, ILogger<LedgerFile> logger, long lines)
    {
        _time = time;
        _logger = logger;
        _startedAt = time.GetTimestamp();
        _isLean = options.LedgerDetail == LedgerDetail.Lean;
        _lines = lines;
        Path = options.Ledger;
        if (Path is null)
        {
            _writing = Task.CompletedTask;
            return;
        }

        _file = new FileStream(Path, new FileStreamOptions
        {
            Mode = FileMode.Append,
            Access = FileAccess.Write,
            Share = FileShare.ReadWrite,
            BufferSize = 0,
            Options = FileOptions.Asynchronous,
        });
        _writing = Task.Run(WriteAsync);
    }

    public string? Path { get; }

    /// <summary>Whether attempts are worth a line of their own.</summary>
    public bool IsLean => _isLean;

    public bool IsOn => _file is not null;

    /// <summary>Appends without waiting; later events are written after this one.</summary>
    public void Note(in LedgerEvent what)
    {
        if (_file is not null)
        {
            _entries.Writer.TryWrite(new(Line(what), null));
        }
    }

    /// <summary>Appends, and completes when the operating system has the line.</summary>
    public Task RecordAsync(in LedgerEvent what)
    {
        if (_file is null)
        {
            return Task.CompletedTask;
        }

        var written = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return _entries.Writer.TryWrite(new(Line(what), written)) ? written.Task : Task.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        _entries.Writer.TryComplete();
        await _writing;
        if (_file is not null)
        {
            await _file.DisposeAsync();
        }
    }

    private byte[] Line(in LedgerEvent what) =>
        what.ToLine(_time.GetUtcNow(), _time.GetElapsedTime(_startedAt).TotalMilliseconds, _isLean);

    private async Task WriteAsync()
    {
        using var batch = new MemoryStream();
        var waiting = new List<TaskCompletionSource>();
        while (await _entries.Reader.WaitToReadAsync())
        {
            while (batch.Length < 1 << 20 && _entries.Reader.TryRead(out var entry))
            {
                Append(batch, entry.Line);
                if (entry.Written is not null)
                {
                    waiting.Add(entry.Written);
                }
            }

            await FlushAsync(batch, waiting);
        }
    }

    private void Append(MemoryStream batch, byte[] line)
    {
        Span<byte> head = stackalloc byte[32];
        System.Text.Unicode.Utf8.TryWrite(head, $"{{\"seq\":{++_lines},", out var length);
        batch.Write(head[..length]);
        batch.Write(line.AsSpan(1));
        batch.WriteByte((byte)'\n');
    }

    private async Task FlushAsync(MemoryStream batch, List<TaskCompletionSource> waiting)
    {
        try
        {
            await _file!.WriteAsync(batch.GetBuffer().AsMemory(0, (int)batch.Length));
            waiting.ForEach(written => written.TrySetResult());
        }
        catch (IOException broken)
        {
            LogNotWritten(broken);
            waiting.ForEach(written => written.TrySetException(broken));
        }

        batch.SetLength(0);
        waiting.Clear();
    }

    [LoggerMessage(LogLevel.Error, "The ledger could not be written; sends fail until it can")]
    private partial void LogNotWritten(Exception broken);

    private readonly record struct Entry(byte[] Line, TaskCompletionSource? Written);
}

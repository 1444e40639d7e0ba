using System.Text;

namespace Mogambo.Gateway.Media;

/// <summary>
/// The caller's bytes with WhatsApp's form around them (fact sheet 9), read through: what comes in goes out, and nothing is kept.
/// </summary>
internal sealed class MultipartBody(Stream file, string type) : Stream
{
    private readonly string _boundary = $"mogambo-{Guid.NewGuid():N}";
    private MemoryStream? _form;
    private bool _fileEnded;

    public string ContentType => $"multipart/form-data; boundary={_boundary}";

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <summary>The length of the whole, if the file's is known.</summary>
    public long? LengthWith(long? fileLength) => fileLength is { } length ? Head().Length + length + Tail().Length : null;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        _form ??= new MemoryStream(Head());
        if (buffer.IsEmpty)
        {
            // Asks whether there is something to read, and must not be taken for the end.
            return 0;
        }

        while (true)
        {
            if (_form.Read(buffer.Span) is > 0 and var read)
            {
                return read;
            }

            if (_fileEnded)
            {
                return 0;
            }

            if (await file.ReadAsync(buffer, cancellationToken) is > 0 and var count)
            {
                return count;
            }

            (_fileEnded, _form) = (true, new MemoryStream(Tail()));
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private byte[] Head() => Encoding.UTF8.GetBytes(
        $"--{_boundary}\r\nContent-Disposition: form-data; name=\"messaging_product\"\r\n\r\nwhatsapp\r\n"
        + $"--{_boundary}\r\nContent-Disposition: form-data; name=\"type\"\r\n\r\n{type}\r\n"
        + $"--{_boundary}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"file\"\r\nContent-Type: {type}\r\n\r\n");

    private byte[] Tail() => Encoding.UTF8.GetBytes($"\r\n--{_boundary}--\r\n");
}

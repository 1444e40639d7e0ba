using System.Net;

namespace Mogambo.WhatsApp.Cloud;

/// <summary>
/// A request's content that can be sent once and knows whether it began to. The handler sends a request again by itself when a pooled
/// connection turns out to be closed; that is harmless before the first byte of the content and would be a second message after it.
/// </summary>
internal sealed class SingleUseContent : HttpContent
{
    private readonly ReadOnlyMemory<byte> _body;
    private readonly FirstByteLimit _limit;
    private int _began;

    public SingleUseContent(ReadOnlyMemory<byte> body, FirstByteLimit limit)
    {
        _body = body;
        _limit = limit;
        Headers.TryAddWithoutValidation("Content-Type", "application/json");
    }

    /// <summary>From here on WhatsApp may have the content, whatever happens.</summary>
    public bool HasBegun => Volatile.Read(ref _began) != 0;

    /// <summary>It was too late to begin, and nothing of it left.</summary>
    public bool WasTooLate { get; private set; }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        if (_limit.IsOver)
        {
            WasTooLate = true;
            throw new InvalidOperationException("The content of a send goes out in time or not at all.");
        }

        if (Interlocked.Exchange(ref _began, 1) != 0)
        {
            throw new InvalidOperationException("The content of a send goes out once.");
        }

        await Failpoint.HitAsync("send.mid_write");
        await stream.WriteAsync(_body, cancellationToken);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _body.Length;
        return true;
    }
}

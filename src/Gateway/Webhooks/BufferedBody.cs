using System.Buffers;

namespace Mogambo.Gateway.Webhooks;

/// <summary>A webhook's raw bytes in a pooled buffer: what the signature is of. Nothing may refer to them once it is disposed.</summary>
internal sealed class BufferedBody(IntakeBound.Place place, int maxBytes) : IDisposable
{
    private const int FirstSize = 16 * 1024;

    private byte[] _buffer = [];
    private int _length;

    public ReadOnlyMemory<byte> Bytes => _buffer.AsMemory(0, _length);

    /// <summary>Takes the body if all of it has come already, as it mostly has: then nothing waits, and no deadline is needed.</summary>
    public bool TryTake(HttpRequest request)
    {
        if (request.ContentLength is not (> 0 and <= FirstSize and var length) || !request.BodyReader.TryRead(out var read))
        {
            return false;
        }

        if (read.Buffer.Length != length || !TryGrow((int)length))
        {
            request.BodyReader.AdvanceTo(read.Buffer.Start);
            return false;
        }

        read.Buffer.CopyTo(_buffer);
        _length = (int)length;
        request.BodyReader.AdvanceTo(read.Buffer.End);
        return true;
    }

    /// <summary>Reads the whole body. Returns the status to refuse it with, or null when it was read.</summary>
    /// <exception cref="BadHttpRequestException">The body is cut off or comes too slowly.</exception>
    public async Task<int?> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        // Room is held for what has come, not for what was declared: whoever declares much and sends nothing must not fill the intake.
        // One byte more than declared, so that the read that finds the end needs no larger buffer.
        var needed = (int)Math.Min(request.ContentLength + 1 ?? FirstSize, FirstSize);
        while (true)
        {
            if (_length == _buffer.Length && !TryGrow(needed))
            {
                return StatusCodes.Status503ServiceUnavailable;
            }

            var read = await request.Body.ReadAsync(_buffer.AsMemory(_length), cancellationToken);
            if (read == 0)
            {
                return null;
            }

            _length += read;
            if (_length > maxBytes)
            {
                return StatusCodes.Status413PayloadTooLarge;
            }

            needed = (int)Math.Min(_length * 2L, maxBytes + 1L);
        }
    }

    public void Dispose()
    {
        if (_buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = [];
            _length = 0;
        }
    }

    private bool TryGrow(int size)
    {
        if (!place.TryGrowTo(size))
        {
            return false;
        }

        var larger = ArrayPool<byte>.Shared.Rent(size);
        Bytes.CopyTo(larger);
        if (_buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
        }

        _buffer = larger;
        return true;
    }
}

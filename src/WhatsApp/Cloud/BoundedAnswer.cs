using System.Buffers;

namespace Mogambo.WhatsApp.Cloud;

/// <summary>An answer's bytes, at most <see cref="MaxBytes"/>, in a rented buffer.</summary>
internal readonly struct BoundedAnswer : IDisposable
{
    /// <summary>WhatsApp's answers have a few hundred bytes; what is larger is not one.</summary>
    public const int MaxBytes = 64 * 1024;

    private readonly byte[] _buffer;
    private readonly int _length;

    private BoundedAnswer(byte[] buffer, int length) => (_buffer, _length) = (buffer, length);

    /// <summary>There was more than <see cref="MaxBytes"/>, and it was not read.</summary>
    public bool IsTooLarge => _length > MaxBytes;

    public ReadOnlyMemory<byte> Bytes => _buffer.AsMemory(0, _length);

    public static async Task<BoundedAnswer> ReadAsync(HttpContent content, CancellationToken cancellationToken)
    {
        await using var stream = await content.ReadAsStreamAsync(cancellationToken);
        var buffer = ArrayPool<byte>.Shared.Rent(MaxBytes + 1);
        try
        {
            var length = await stream.ReadAtLeastAsync(buffer.AsMemory(0, MaxBytes + 1), MaxBytes + 1, throwOnEndOfStream: false, cancellationToken);
            return new(buffer, length);
        }
        catch
        {
            ArrayPool<byte>.Shared.Return(buffer);
            throw;
        }
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(_buffer);
}

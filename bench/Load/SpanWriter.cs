using System.Buffers;
using System.Buffers.Text;

namespace Mogambo.Bench.Load;

/// <summary>Writes bytes one after another, without any memory of its own.</summary>
internal ref struct SpanWriter(Span<byte> buffer)
{
    private readonly Span<byte> _buffer = buffer;

    public int Length { get; private set; }

    public void Write(scoped ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(_buffer[Length..]);
        Length += bytes.Length;
    }

    public void Write(long number)
    {
        Utf8Formatter.TryFormat(number, _buffer[Length..], out var written);
        Length += written;
    }

    public void WriteAscii(string text)
    {
        Length += System.Text.Encoding.ASCII.GetBytes(text, _buffer[Length..]);
    }

    public void WriteHex(ulong number)
    {
        Utf8Formatter.TryFormat(number, _buffer[Length..], out var written, new StandardFormat('x', 16));
        Length += written;
    }

    public void WriteHex(scoped ReadOnlySpan<byte> bytes)
    {
        Convert.TryToHexStringLower(bytes, _buffer[Length..], out var written);
        Length += written;
    }
}

namespace Mogambo.Bench.Instance;

/// <summary>Reads the few things of a send that matter here, without parsing all of it.</summary>
internal readonly ref struct SentMessage(ReadOnlySpan<byte> body)
{
    private readonly ReadOnlySpan<byte> _body = body;

    public long User => Number(After("\"to\":\""u8)) ?? 0;

    /// <summary>The number in the text, <c>m-{n}-</c>.</summary>
    public long? Message => Number(After("m-"u8));

    /// <summary>What comes back with the statuses; empty if there is none.</summary>
    public ReadOnlySpan<byte> Opaque
    {
        get
        {
            var text = After("\"biz_opaque_callback_data\":\""u8);
            var end = text.IndexOf((byte)'"');
            return end < 0 ? default : text[..end];
        }
    }

    private ReadOnlySpan<byte> After(ReadOnlySpan<byte> mark)
    {
        var at = _body.IndexOf(mark);
        return at < 0 ? default : _body[(at + mark.Length)..];
    }

    private static long? Number(ReadOnlySpan<byte> text)
    {
        long number = 0;
        var length = 0;
        while (length < text.Length && text[length] is >= (byte)'0' and <= (byte)'9')
        {
            number = (number * 10) + (text[length++] - '0');
        }

        return length == 0 ? null : number;
    }
}

using System.Buffers;
using System.Text;

namespace Mogambo.Simulator.Webhooks;

/// <summary>
/// Webhook bodies as Meta writes them: pure ASCII, other characters as <c>\u00e4</c> with lowercase hex and <c>/</c> as
/// <c>\/</c> (fact sheet 3.3). A receiver that hashes anything but the bytes it got is caught by this.
/// </summary>
internal static class MetaJson
{
    public static byte[] Escape(ReadOnlySpan<byte> json)
    {
        var escaped = new ArrayBufferWriter<byte>(json.Length + 64);
        while (!json.IsEmpty)
        {
            var plain = json.IndexOfAnyExceptInRange((byte)0x00, (byte)0x7F);
            var special = json.IndexOfAny((byte)'\\', (byte)'/');
            var stop = plain < 0 ? special : special < 0 ? plain : Math.Min(plain, special);
            if (stop < 0)
            {
                escaped.Write(json);
                break;
            }

            escaped.Write(json[..stop]);
            json = json[stop..];
            json = json[(json[0] switch
            {
                (byte)'/' => Slash(escaped),
                (byte)'\\' => Backslash(json, escaped),
                _ => NonAscii(json, escaped),
            })..];
        }

        return escaped.WrittenSpan.ToArray();
    }

    private static int Slash(ArrayBufferWriter<byte> escaped)
    {
        escaped.Write("\\/"u8);
        return 1;
    }

    private static int Backslash(ReadOnlySpan<byte> json, ArrayBufferWriter<byte> escaped)
    {
        if (json[1] != (byte)'u')
        {
            escaped.Write(json[..2]);
            return 2;
        }

        escaped.Write("\\u"u8);
        foreach (var digit in json[2..6])
        {
            escaped.Write([digit is >= (byte)'A' and <= (byte)'F' ? (byte)(digit | 0x20) : digit]);
        }

        return 6;
    }

    private static int NonAscii(ReadOnlySpan<byte> json, ArrayBufferWriter<byte> escaped)
    {
        Rune.DecodeFromUtf8(json, out var rune, out var length);
        Span<char> units = stackalloc char[2];
        foreach (var unit in units[..rune.EncodeToUtf16(units)])
        {
            System.Text.Unicode.Utf8.TryWrite(escaped.GetSpan(6), $"\\u{(int)unit:x4}", out var written);
            escaped.Advance(written);
        }

        return length;
    }
}

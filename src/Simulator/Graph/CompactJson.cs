using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Mogambo.Simulator.Graph;

/// <summary>JSON on one line, as ledger lines and event streams need it.</summary>
internal static class CompactJson
{
    public static string Of(JsonElement element)
    {
        var raw = element.GetRawText();
        if (raw.AsSpan().IndexOfAny('\n', '\r') < 0)
        {
            return raw;
        }

        var buffer = new ArrayBufferWriter<byte>(raw.Length);
        using (var json = new Utf8JsonWriter(buffer))
        {
            element.WriteTo(json);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}

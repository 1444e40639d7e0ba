using System.Buffers.Binary;
using System.Text;

namespace Mogambo.EndToEnd.Tests.Telemetry;

/// <summary>A span as it came by OTLP, read from the protobuf bytes (opentelemetry/proto/trace/v1/trace.proto).</summary>
public sealed record OtlpSpan(string TraceId, string Name, ulong StartedAt)
{
    private const int ResourceSpans = 1;
    private const int ScopeSpans = 2;
    private const int Spans = 2;

    public static IEnumerable<OtlpSpan> ReadAll(byte[] request) =>
        from resource in Fields(request).Where(field => field.Number == ResourceSpans)
        from scope in Fields(resource.Bytes).Where(field => field.Number == ScopeSpans)
        from span in Fields(scope.Bytes).Where(field => field.Number == Spans)
        select Read(Fields(span.Bytes));

    private static OtlpSpan Read(List<(int Number, byte[] Bytes)> fields) => new(
        Convert.ToHexStringLower(fields.Single(field => field.Number == 1).Bytes),
        Encoding.UTF8.GetString(fields.Single(field => field.Number == 5).Bytes),
        BinaryPrimitives.ReadUInt64LittleEndian(fields.Single(field => field.Number == 7).Bytes));

    private static List<(int Number, byte[] Bytes)> Fields(byte[] message)
    {
        List<(int, byte[])> fields = [];
        var at = 0;
        while (at < message.Length)
        {
            var key = Varint(message, ref at);
            var start = at;
            switch (key & 7)
            {
                case 0:
                    Varint(message, ref at);
                    break;
                case 1:
                    at += 8;
                    break;
                case 2:
                    var length = (int)Varint(message, ref at);
                    start = at;
                    at += length;
                    break;
                case 5:
                    at += 4;
                    break;
                default:
                    throw new FormatException("Not a protobuf message.");
            }

            fields.Add(((int)(key >> 3), message[start..at]));
        }

        return fields;
    }

    private static ulong Varint(byte[] message, ref int at)
    {
        ulong value = 0;
        for (var shift = 0; ; shift += 7)
        {
            var part = message[at++];
            value |= (ulong)(part & 0x7f) << shift;
            if (part < 0x80)
            {
                return value;
            }
        }
    }
}

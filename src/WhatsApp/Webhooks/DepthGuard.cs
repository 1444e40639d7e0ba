using System.Buffers;
using System.Text.Json;

namespace Mogambo.WhatsApp.Webhooks;

/// <summary>
/// Takes out of a body what is nested too deep, so that the rest parses: each such change is replaced by <c>null</c> and handed back.
/// One pass of a reader that keeps one bit per level; a document of a body 100,000 deep would take quadratic time.
/// </summary>
internal static class DepthGuard
{
    /// <summary>How deep a change may be nested, itself included. WhatsApp's own go to about 12.</summary>
    public const int MaxChangeDepth = 32;

    /// <summary>The levels around a change: body, <c>entry</c>, entry, <c>changes</c>.</summary>
    public const int EnvelopeDepth = 4;

    private const int EntryDepth = 2;

    /// <exception cref="JsonException">The body is not JSON.</exception>
    public static (byte[] Shallow, List<DeepChange> Deep) Split(ReadOnlySpan<byte> body)
    {
        var reader = new Utf8JsonReader(body, new() { MaxDepth = body.Length + 1 });
        var rest = new ArrayBufferWriter<byte>();
        var deep = new List<DeepChange>();
        var (kept, changeStart, deepest, ofThisEntry) = (0, 0, 0, 0);
        Range? entryId = null;
        while (reader.Read())
        {
            deepest = Math.Max(deepest, reader.CurrentDepth);
            var opens = reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray;
            var closes = reader.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray;
            if (opens && reader.CurrentDepth == EnvelopeDepth)
            {
                (changeStart, deepest) = ((int)reader.TokenStartIndex, 0);
            }
            else if (closes && reader.CurrentDepth == EnvelopeDepth && deepest >= EnvelopeDepth + MaxChangeDepth)
            {
                var end = (int)reader.BytesConsumed;
                rest.Write(body[kept..changeStart]);
                rest.Write("null"u8);
                deep.Add(new(changeStart..end, EntryId: null));
                kept = end;
            }
            else if (reader.TokenType == JsonTokenType.PropertyName && reader.CurrentDepth == EntryDepth + 1 && reader.ValueTextEquals("id"u8))
            {
                reader.Read();
                entryId = reader.TokenType is JsonTokenType.String or JsonTokenType.Number
                    ? (int)reader.TokenStartIndex..(int)reader.BytesConsumed
                    : null;
            }
            else if (closes && reader.CurrentDepth == EntryDepth)
            {
                for (; ofThisEntry < deep.Count; ofThisEntry++)
                {
                    deep[ofThisEntry] = deep[ofThisEntry] with { EntryId = entryId };
                }

                entryId = null;
            }
        }

        rest.Write(body[kept..]);
        return (rest.WrittenSpan.ToArray(), deep);
    }

    /// <summary>Where a change that is nested too deep stands in the body, and the id of its entry.</summary>
    internal readonly record struct DeepChange(Range Change, Range? EntryId);
}

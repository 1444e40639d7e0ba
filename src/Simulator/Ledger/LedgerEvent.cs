using System.Buffers;
using System.Text.Json;

namespace Mogambo.Simulator.Ledger;

/// <summary>What one ledger line says. Empty fields are left out of the line.</summary>
internal readonly record struct LedgerEvent(string Kind)
{
    /// <summary>The message id (wamid) the line is about.</summary>
    public string? ItemId { get; init; }

    /// <summary>The user: <c>wa_id</c>, or business-scoped user id.</summary>
    public string? User { get; init; }

    public string? Number { get; init; }

    /// <summary>The sender's <c>biz_opaque_callback_data</c>.</summary>
    public string? Opaque { get; init; }

    public int HttpStatus { get; init; }

    /// <summary>The fault that was applied.</summary>
    public string? Mode { get; init; }

    /// <summary><c>accepted</c>, <c>refused</c>, or what was done instead of answering.</summary>
    public string? Decision { get; init; }

    /// <summary>WhatsApp's error code of a refusal.</summary>
    public int Code { get; init; }

    /// <summary>sent, delivered, read or failed.</summary>
    public string? Status { get; init; }

    public int Attempt { get; init; }

    /// <summary>How many updates one POST carried.</summary>
    public int Count { get; init; }

    /// <summary>The time the item itself carries, Unix seconds.</summary>
    public long Timestamp { get; init; }

    public string? Name { get; init; }

    /// <summary>Pricing category of a message.</summary>
    public string? Category { get; init; }

    /// <summary>Pricing type of a message: regular or free.</summary>
    public string? Price { get; init; }

    public string? TextSha256 { get; init; }

    /// <summary>JSON that a restart needs: a message's content, a template, a user's traits or a webhook's value. Left out of a lean ledger.</summary>
    public string? Content { get; init; }

    /// <summary>The line without its sequence number, which the single writer adds.</summary>
    public byte[] ToLine(DateTimeOffset at, double monotonic, bool lean)
    {
        var buffer = new ArrayBufferWriter<byte>(320);
        using (var json = new Utf8JsonWriter(buffer, new() { SkipValidation = true }))
        {
            json.WriteStartObject();
            json.WriteNumber("t_mono", Math.Round(monotonic, 3));
            json.WriteString("at", at);
            json.WriteString("kind", Kind);
            Write(json, "item_id", ItemId);
            Write(json, "user", User);
            Write(json, "number", Number);
            Write(json, "opaque", Opaque);
            Write(json, "http_status", HttpStatus);
            Write(json, "mode", Mode);
            Write(json, "decision", Decision);
            Write(json, "code", Code);
            Write(json, "status", Status);
            Write(json, "attempt", Attempt);
            Write(json, "count", Count);
            Write(json, "timestamp", Timestamp);
            Write(json, "name", Name);
            Write(json, "category", Category);
            Write(json, "price", Price);
            Write(json, "text_sha256", TextSha256);
            if (Content is not null && !lean)
            {
                json.WritePropertyName("content");
                json.WriteRawValue(Content, skipInputValidation: true);
            }

            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static void Write(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }

    private static void Write(Utf8JsonWriter json, string name, long value)
    {
        if (value != 0)
        {
            json.WriteNumber(name, value);
        }
    }
}

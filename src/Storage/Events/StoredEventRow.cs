using System.Globalization;
using System.Text.Json;
using Mogambo.Accounts;
using Mogambo.Conversations;
using Mogambo.Messages;
using Mogambo.Storage.Messages;

namespace Mogambo.Storage.Events;

/// <summary>An event as it is read, beside the message it names.</summary>
internal sealed class StoredEventRow
{
    public const string Columns = """
        e.xid as Xid, e.id as Id, e.account as Account, e.type as Type, e.subject as Subject, e.message_id as MessageId,
        e.status as Status, e.data as Data, e.at as At,
        m.direction as Direction, m.type as MessageType, m.content as Content, m.wamid as Wamid, m.error as Error,
        m.reference as Reference, m.created_at as CreatedAt, m.category as Category, m.price_micros as PriceMicros,
        m.price_currency as PriceCurrency
        """;

    public long Xid { get; init; }

    public long Id { get; init; }

    public required string Account { get; init; }

    public required string Type { get; init; }

    public required string Subject { get; init; }

    public RowId? MessageId { get; init; }

    public string? Status { get; init; }

    public byte[]? Data { get; init; }

    public long At { get; init; }

    /// <summary>Null if the message is gone.</summary>
    public int? Direction { get; init; }

    public string? MessageType { get; init; }

    public byte[]? Content { get; init; }

    public string? Wamid { get; init; }

    public string? Error { get; init; }

    public string? Reference { get; init; }

    public long? CreatedAt { get; init; }

    public string? Category { get; init; }

    public long? PriceMicros { get; init; }

    public string? PriceCurrency { get; init; }

    public StoredEvent ToEvent() => new(
        new(Xid, Id),
        new AccountId(Account),
        Type,
        Subject,
        MessageId is { } id ? EventData.Write(json => WriteMessage(json, new MessageId(id.Value))) : Data ?? "{}"u8.ToArray(),
        DateTimeOffset.FromUnixTimeMilliseconds(At));

    private void WriteMessage(Utf8JsonWriter json, MessageId id)
    {
        json.WriteString("id", id.ToString());
        if (Direction is not null)
        {
            WriteContent(json);
        }

        json.WriteString("status", Status);
        if (Direction is not null)
        {
            json.WriteString("reference", Reference);
            WriteError(json);
            WritePrice(json);
            json.WriteString("created_at", EventData.Time(DateTimeOffset.FromUnixTimeMilliseconds(CreatedAt!.Value)));
        }

        json.WriteString("at", EventData.Time(DateTimeOffset.FromUnixTimeMilliseconds(At)));
    }

    private void WriteContent(Utf8JsonWriter json)
    {
        var conversation = ConversationId.Parse(Subject);
        var (number, user) = (conversation.Number.Value, conversation.User.Value);
        var isInbound = Direction == (int)MessageDirection.Inbound;
        json.WriteString("wamid", Wamid);
        json.WriteString("direction", isInbound ? "inbound" : "outbound");
        json.WriteString("from", isInbound ? user : number);
        json.WriteString("to", isInbound ? number : user);
        json.WriteString("user", user);
        json.WriteString("type", MessageType);
        json.WritePropertyName("content");
        json.WriteRawValue(Content is { Length: > 0 } content ? content : "null"u8, skipInputValidation: true);
    }

    // The row's error belongs to its newest failure: an event that tells of anything else has none.
    private void WriteError(Utf8JsonWriter json)
    {
        if (Error is not null && (Type is EventType.MessageFailed or EventType.MessageUnknown))
        {
            json.WritePropertyName("error");
            json.WriteRawValue(Error, skipInputValidation: true);
        }
    }

    private void WritePrice(Utf8JsonWriter json)
    {
        if (PriceMicros is not { } micros)
        {
            return;
        }

        json.WriteStartObject("price");
        json.WriteString("amount", (micros / 1_000_000m).ToString("0.00####", CultureInfo.InvariantCulture));
        json.WriteString("currency", PriceCurrency);
        json.WriteString("category", Category);
        json.WriteEndObject();
    }
}

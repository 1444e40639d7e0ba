namespace Mogambo.Messages;

/// <summary>One message of a user, as the webhook told it: the few fields that rules need beside WhatsApp's own JSON.</summary>
[GenerateSerializer, Immutable, Alias("mogambo.inbound-message")]
public sealed record InboundMessage
{
    [Id(0)]
    public required MessageId Id { get; init; }

    /// <summary>WhatsApp's id, <c>wamid.…</c>: opaque.</summary>
    [Id(1)]
    public required string Wamid { get; init; }

    /// <summary>The payload's own timestamp, never clamped: the same in every repeat, so it may choose the partition. 2010 to 2100.</summary>
    [Id(2)]
    public required DateTimeOffset SentAt { get; init; }

    /// <summary>WhatsApp's word (<c>text</c>, <c>image</c>, …); words that are not known yet pass through.</summary>
    [Id(3)]
    public required string Type { get; init; }

    /// <summary>What the user wrote or tapped, where the type has such a text; what rules match on.</summary>
    [Id(4)]
    public string? Text { get; init; }

    /// <summary>The profile name the user chose; any Unicode, may be absent.</summary>
    [Id(5)]
    public string? Name { get; init; }

    /// <summary>The exact <c>wa_id</c> of the sender: the address of replies. Null where WhatsApp hides the number.</summary>
    [Id(6)]
    public string? WaId { get; init; }

    /// <summary>The sender's business-scoped user id, since 2026.</summary>
    [Id(7)]
    public string? BusinessScopedUserId { get; init; }

    /// <summary>WhatsApp's message object, the JSON bytes as they came.</summary>
    [Id(8)]
    public required byte[] Content { get; init; }

    /// <summary>
    /// Whether it is an act of the user that opens the customer service window (fact sheet 11.1): everything but the notices
    /// <c>system</c>, <c>edit</c> and <c>revoke</c>.
    /// </summary>
    public bool OpensWindow => Type is not ("system" or "edit" or "revoke");
}

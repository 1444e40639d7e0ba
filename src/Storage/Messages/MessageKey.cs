using Mogambo.Messages;

namespace Mogambo.Storage.Messages;

/// <summary>The key of a message's row: its id and the Unix millisecond that chooses its partition, both known from every repeat.</summary>
public readonly record struct MessageKey(MessageId Id, long At)
{
    public static MessageKey OfInbound(MessageId id, DateTimeOffset sentAt) => new(id, sentAt.ToUnixTimeMilliseconds());

    public static MessageKey OfOutbound(MessageId id) => new(id, id.OutboundAt);
}

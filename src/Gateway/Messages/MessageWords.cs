using Mogambo.Messages;
using Mogambo.Storage.Messages;

namespace Mogambo.Gateway.Messages;

/// <summary>The words that the API has for a message.</summary>
internal static class MessageWords
{
    public static readonly IReadOnlyCollection<string> Directions = ["inbound", "outbound"];

    public static readonly IReadOnlyCollection<string> Statuses =
    [
        "received", "queued", "scheduled", "parked", "claimed", "unknown", "accepted", "sent", "delivered", "read", "played", "failed",
        "canceled", "expired",
    ];

    public static string Of(MessageDirection direction) => direction == MessageDirection.Inbound ? "inbound" : "outbound";

    public static MessageDirection? DirectionOf(string? word) => word switch
    {
        "inbound" => MessageDirection.Inbound,
        "outbound" => MessageDirection.Outbound,
        _ => null,
    };

    public static string Of(HeldFor heldFor) => heldFor switch
    {
        HeldFor.Template => "template",
        HeldFor.Number => "number",
        HeldFor.Pair => "pair",
        HeldFor.Portfolio => "portfolio",
        HeldFor.User => "user",
        _ => throw new InvalidOperationException($"There is no word for {heldFor}."),
    };

    public static string Of(MessageStatus status) => status switch
    {
        MessageStatus.Accepted => "accepted",
        MessageStatus.Sent => "sent",
        MessageStatus.Failed => "failed",
        MessageStatus.Delivered => "delivered",
        MessageStatus.Read => "read",
        MessageStatus.Played => "played",
        _ => throw new InvalidOperationException($"There is no word for {status}."),
    };
}

namespace Mogambo.Gateway.Authentication;

/// <summary>What an API key may be allowed to do; each scope is the authorization policy of its name.</summary>
internal static class Scopes
{
    public const string Everything = "*";
    public const string MessagesRead = "messages:read";
    public const string MessagesSend = "messages:send";
    public const string ContactsRead = "contacts:read";
    public const string ContactsWrite = "contacts:write";
    public const string ConversationsRead = "conversations:read";
    public const string ConversationsWrite = "conversations:write";
    public const string DeadLettersRead = "dead-letters:read";
    public const string DeadLettersWrite = "dead-letters:write";
    public const string SubscriptionsRead = "subscriptions:read";
    public const string SubscriptionsWrite = "subscriptions:write";
    public const string EventsRead = "events:read";

    public static readonly IReadOnlyList<string> All =
    [
        MessagesRead, MessagesSend, ContactsRead, ContactsWrite, ConversationsRead, ConversationsWrite, DeadLettersRead, DeadLettersWrite,
        SubscriptionsRead, SubscriptionsWrite, EventsRead,
    ];
}

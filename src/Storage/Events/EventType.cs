namespace Mogambo.Storage.Events;

/// <summary>The types of events (contract section 6).</summary>
public static class EventType
{
    public const string MessageReceived = "message.received";
    public const string MessageStatus = "message.status";
    public const string MessageFailed = "message.failed";
    public const string MessageUnknown = "message.unknown";
    public const string ContactOptedIn = "contact.opted_in";
    public const string ContactOptedOut = "contact.opted_out";
    public const string TemplateStatus = "template.status";
    public const string TemplateCategory = "template.category";
    public const string NumberStatus = "number.status";
    public const string WindowOpened = "conversation.window_opened";

    public static readonly IReadOnlyList<string> All =
    [
        MessageReceived, MessageStatus, MessageFailed, MessageUnknown, ContactOptedIn, ContactOptedOut, TemplateStatus, TemplateCategory,
        NumberStatus, WindowOpened,
    ];
}

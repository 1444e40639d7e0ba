namespace Mogambo.WhatsApp.Webhooks;

/// <summary>
/// Field <c>standby</c>: what would be in <c>messages</c>, told while another party (Meta's agent, another app) holds the thread
/// (fact sheet 6.2). Sending a service message takes control back.
/// </summary>
public sealed record StandbyValue(MessagesValue Messages) : WebhookValue;

using System.Text.Json;
using Mogambo.Accounts;
using Mogambo.Conversations;
using Mogambo.Gateway.Webhooks;
using Mogambo.Messages;

namespace Mogambo.Gateway.Inbox;

/// <summary>A conversation's changes as the inbox keeps them.</summary>
internal static class ConversationChangesJson
{
    public static byte[] Write(ConversationChanges changes) => JsonSerializer.SerializeToUtf8Bytes(
        new InboxPayload
        {
            Messages = [.. changes.Messages.Select(Write)],
            Failures = [.. changes.Failures.Select(Write)],
        },
        InboxJson.Default.InboxPayload);

    /// <exception cref="JsonException">It is not what <see cref="Write(ConversationChanges)"/> wrote.</exception>
    /// <exception cref="FormatException">As above.</exception>
    public static ConversationChanges Read(AccountId account, ConversationId conversation, byte[] payload)
    {
        var read = JsonSerializer.Deserialize(payload, InboxJson.Default.InboxPayload) ?? throw new JsonException("The payload is null.");
        return new ConversationChanges(
            account,
            conversation,
            [.. read.Messages.Select(message => Read(message, conversation.Number))],
            [.. read.Failures.Select(failure => Read(failure, conversation.Number))]);
    }

    private static InboxPayload.Message Write(InboundMessage message) => new()
    {
        Wamid = message.Wamid,
        SentAt = message.SentAt,
        Type = message.Type,
        Text = message.Text,
        Name = message.Name,
        WaId = message.WaId,
        UserId = message.BusinessScopedUserId,
        Content = message.Content,
    };

    private static InboxPayload.Failure Write(StatusUpdate status) => new()
    {
        Attempt = status.Attempt.ToString(),
        Wamid = status.Wamid,
        At = status.At,
        Remedy = status.Remedy,
        Error = status.Error,
        Pricing = status.Pricing,
    };

    private static InboundMessage Read(InboxPayload.Message message, PhoneNumberId number) => new()
    {
        Id = MessageId.OfInbound(number, message.Wamid, message.SentAt),
        Wamid = message.Wamid,
        SentAt = message.SentAt,
        Type = message.Type,
        Text = message.Text,
        Name = message.Name,
        WaId = message.WaId,
        BusinessScopedUserId = message.UserId,
        Content = message.Content,
    };

    private static StatusUpdate Read(InboxPayload.Failure failure, PhoneNumberId number) => new()
    {
        Attempt = AttemptId.Parse(failure.Attempt),
        Number = number,
        Wamid = failure.Wamid,
        Status = MessageStatus.Failed,
        At = failure.At,
        Remedy = failure.Remedy,
        Error = failure.Error,
        Pricing = failure.Pricing,
    };
}

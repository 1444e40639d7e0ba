using Mogambo.Accounts;
using Mogambo.Conversations;
using Mogambo.Messages;

namespace Mogambo.Gateway.Webhooks;

/// <summary>What a webhook brought for one conversation, in order.</summary>
/// <param name="Failures">Failed statuses of messages that may be sent again.</param>
internal sealed record ConversationChanges(
    AccountId Account, ConversationId Conversation, IReadOnlyList<InboundMessage> Messages, IReadOnlyList<StatusUpdate> Failures)
{
    /// <summary>Hands them to the conversation; returns when it has them on disk.</summary>
    public async Task DeliverAsync(IGrainFactory grains)
    {
        var conversation = grains.Conversation(Conversation);
        if (Messages.Count > 0)
        {
            await conversation.ReceiveAsync(Messages);
        }

        foreach (var failure in Failures)
        {
            await conversation.RecordStatusAsync(failure);
        }
    }
}

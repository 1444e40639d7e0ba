using Mogambo.Accounts;
using Mogambo.Gateway.Inbox;
using Mogambo.Messages;
using Mogambo.Storage;
using Mogambo.Storage.Conversations;
using Mogambo.Storage.Messages;
using Mogambo.Tracing;
using Mogambo.WhatsApp.Pricing;

namespace Mogambo.Gateway.Webhooks;

/// <summary>Statuses of messages we sent: straight to their rows, and to their conversation only if it waits for one.</summary>
internal sealed partial class StatusIntake(
    IConversationStore store,
    ConversationDelivery conversations,
    AccountDirectory accounts,
    IGrainFactory grains,
    RateCard rates,
    ILogger<StatusIntake> logger)
{
    /// <summary>Moves the messages' rows; returns when that is on disk.</summary>
    public async Task ApplyAsync(IReadOnlyList<StatusUpdate> statuses)
    {
        statuses = Priced(statuses);
        var startedAt = MessageTrace.Now;
        await Failpoint.HitAsync("status.before_apply");
        try
        {
            var results = await store.ApplyStatusesAsync(statuses);
            for (var i = 0; i < results.Count; i++)
            {
                Applied(statuses[i], results[i], startedAt);
            }
        }
        catch (StorageRejectedException) when (statuses.Count > 1)
        {
            // One that the database does not take stands in nobody's way but its own.
            await OneByOneAsync(statuses);
        }
    }

    // What could not be kept is said before what will never be taken: for the one WhatsApp must repeat the webhook, for the other it need not.
    private async Task OneByOneAsync(IReadOnlyList<StatusUpdate> statuses)
    {
        StorageRejectedException? rejected = null;
        foreach (var status in statuses)
        {
            try
            {
                await ApplyAsync([status]);
            }
            catch (StorageRejectedException exception)
            {
                rejected = exception;
            }
        }

        if (rejected is not null)
        {
            throw rejected;
        }
    }

    private void Applied(StatusUpdate status, in StatusResult result, DateTimeOffset startedAt)
    {
        if (result.Conversation is not null)
        {
            using var span = MessageTrace.Start(MessageTrace.Status, status.Attempt.Message, result.InReplyTo, startedAt);
            span?.SetTag("mogambo.attempt", status.Attempt.Number).SetTag("mogambo.status", status.Status.ToString());
        }

        if (result is { PhaseBefore: MessagePhase.Unknown, Conversation: { } conversation })
        {
            // The row is right already; a conversation that misses this re-reads it when it is due.
            grains.Conversation(conversation).RecordStatusAsync(status).Forget(exception => LogNotTold(exception, status.Attempt.Message));
        }
    }

    /// <summary>Tells the conversation of a failure after which its message may be sent again; returns when that is on disk.</summary>
    public async Task ApplyFailureAsync(StatusUpdate status)
    {
        var stored = await store.GetMessagesAsync([MessageKey.OfOutbound(status.Attempt.Message)]);
        if (stored is not [{ Conversation: var conversation }]
            || conversation.Number != status.Number
            || !accounts.TryGetNumber(status.Number, out var number))
        {
            LogNoSuchMessage(status.Attempt.Message);
            return;
        }

        await conversations.DeliverAsync(new ConversationChanges(number.Account.Id, conversation, [], [status]));
    }

    private IReadOnlyList<StatusUpdate> Priced(IReadOnlyList<StatusUpdate> statuses) =>
        statuses.Any(status => status.Pricing is not null) ? [.. statuses.Select(Priced)] : statuses;

    private StatusUpdate Priced(StatusUpdate status) =>
        status is { Pricing: { } pricing, Recipient: { } user } ? status with { Price = rates.Book(user, pricing, status.At) } : status;

    [LoggerMessage(LogLevel.Debug, "A conversation was not told that its unknown message {MessageId} has a status")]
    private partial void LogNotTold(Exception exception, MessageId messageId);

    [LoggerMessage(LogLevel.Debug, "A failure named message {MessageId}, which its number does not have")]
    private partial void LogNoSuchMessage(MessageId messageId);
}

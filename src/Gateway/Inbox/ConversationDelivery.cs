using Mogambo.Accounts;
using Mogambo.Gateway.Webhooks;
using Mogambo.Storage.Inbox;
using Mogambo.Tracing;

namespace Mogambo.Gateway.Inbox;

/// <summary>
/// Gets a conversation's changes on disk: by the conversation itself, or, where it does not answer in time or fails, by the inbox.
/// A conversation that hangs holds up nobody but itself, and that only for <see cref="GatewayOptions.GrainDeadline"/>.
/// </summary>
internal sealed partial class ConversationDelivery(
    IGrainFactory grains,
    IInbox inbox,
    InboxState state,
    GatewayMetrics metrics,
    IOptions<GatewayOptions> options,
    TimeProvider time,
    ILogger<ConversationDelivery> logger)
{
    private readonly TimeSpan _deadline = options.Value.GrainDeadline;

    /// <summary>Returns when the changes are on disk, here or there.</summary>
    /// <exception cref="Storage.StorageUnavailableException">They are in neither place.</exception>
    public async Task DeliverAsync(ConversationChanges changes)
    {
        using var spans = MessageTrace.Start(MessageTrace.Webhook, changes.Messages);
        spans.Tag("mogambo.number", changes.Conversation.Number.Value);
        if (state.IsSpilled(changes.Conversation))
        {
            // What waits in the inbox must not be overtaken.
            spans.Result("inbox");
            await SpillAsync(changes);
            return;
        }

        var call = changes.DeliverAsync(grains);
        try
        {
            await call.WaitAsync(_deadline, time);
            spans.Result("conversation");
            return;
        }
        catch (TimeoutException) when (!call.IsCompleted)
        {
            LogTooSlow(changes.Account);
        }
        catch (Exception exception)
        {
            LogFailed(exception, changes.Account);
        }

        spans.Result("inbox");
        await FirstToCommitAsync(call, SpillAsync(changes));
    }

    // Both may commit: the dispatcher then delivers a repeat, which changes nothing.
    private static async Task FirstToCommitAsync(Task call, Task spill)
    {
        var first = await Task.WhenAny(call, spill);
        var second = first == call ? spill : call;
        if (first.IsCompletedSuccessfully)
        {
            second.Forget();
            return;
        }

        first.Forget();
        await second;
    }

    private async Task SpillAsync(ConversationChanges changes)
    {
        state.Spilling(changes.Conversation);
        try
        {
            var change = new NewInboxChange(changes.Account, changes.Conversation, ConversationChangesJson.Write(changes));
            await inbox.AddAsync([change], state.Owner, time.GetUtcNow() + InboxDispatcher.Claim);
        }
        catch
        {
            state.NotSpilled(changes.Conversation);
            throw;
        }

        metrics.Spilled();
        state.Wake();
        await Failpoint.HitAsync("inbox.spilled");
    }

    [LoggerMessage(LogLevel.Debug, "A conversation of account {Account} did not answer in time, its changes go to the inbox")]
    private partial void LogTooSlow(AccountId account);

    [LoggerMessage(LogLevel.Debug, "A conversation of account {Account} failed, its changes go to the inbox")]
    private partial void LogFailed(Exception exception, AccountId account);
}

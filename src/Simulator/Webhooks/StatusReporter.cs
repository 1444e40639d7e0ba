using Mogambo.Simulator.Accounts;
using Mogambo.Simulator.Chats;
using Mogambo.Simulator.Faults;
using Mogambo.Simulator.Graph;
using Mogambo.Simulator.Ledger;

namespace Mogambo.Simulator.Webhooks;

/// <summary>A message of the business that was accepted.</summary>
/// <param name="Failure">Set when it will be reported as failed instead of sent.</param>
/// <param name="HasTicks">False for reactions, which yield only <c>sent</c> (fact sheet 5).</param>
/// <param name="Price">Pricing type.</param>
internal sealed record AcceptedMessage(
    Number From, User To, string Id, string Category, string Price, string? Opaque, GraphError? Failure, bool HasTicks);

/// <summary>Reports what becomes of accepted messages: sent, delivered and read, or failed.</summary>
internal sealed class StatusReporter(
    SimulatorOptions options, WebhookSender sender, StatusBatcher batcher, FaultBoard faults, ChatBook chats, LedgerFile ledger, Counters counters, TimeProvider time)
{
    private readonly StatusDelays _delays = StatusDelays.Parse(options.StatusDelay);

    /// <summary>Reports in the background, after the configured delays.</summary>
    public void Report(AcceptedMessage message) => _ = ReportQuietlyAsync(message);

    /// <summary>Reports without delays and waits until every status is acknowledged, at most five seconds.</summary>
    public async Task ReportNowAsync(AcceptedMessage message)
    {
        var posts = Steps(message).Select(step => sender.DeliverAsync([Emit(message, step.Tick)]));
        await Task.WhenAny(Task.WhenAll(posts), Task.Delay(TimeSpan.FromSeconds(5), time, sender.Stopping));
    }

    private async Task ReportQuietlyAsync(AcceptedMessage message)
    {
        if (faults.Draw(FaultKind.NoStatuses, message.To.Key, message.From.Id) is not null)
        {
            return;
        }

        var slow = faults.Draw(FaultKind.SlowStatuses, message.To.Key, message.From.Id)?.Ms ?? 0;
        Interlocked.Increment(ref counters.Pending);
        try
        {
            var passed = TimeSpan.Zero;
            foreach (var (tick, after) in Steps(message))
            {
                var due = after + TimeSpan.FromMilliseconds(slow);
                if (due > passed)
                {
                    await Task.Delay(due - passed, time, sender.Stopping);
                    passed = due;
                }

                batcher.Post(Emit(message, tick));
            }
        }
        catch (OperationCanceledException)
        {
            // Stopping: statuses not yet due are never reported, as after a message's TTL.
        }
        finally
        {
            Interlocked.Decrement(ref counters.Pending);
        }
    }

    private IEnumerable<(Tick Tick, TimeSpan After)> Steps(AcceptedMessage message)
    {
        if (message.Failure is not null)
        {
            yield return (Tick.Failed, _delays.Sent);
            yield break;
        }

        yield return (Tick.Sent, _delays.Sent);
        if (message.HasTicks)
        {
            yield return (Tick.Delivered, _delays.Delivered);
            if (options.ReadReceipts)
            {
                yield return (Tick.Read, _delays.Read);
            }
        }
    }

    private StatusUpdate Emit(AcceptedMessage message, Tick tick)
    {
        var echo = message.Opaque is not null && faults.Draw(FaultKind.NoEcho, message.To.Key, message.From.Id) is not null ? null : message.Opaque;
        var update = new StatusUpdate(
            message.From, message.To, message.Id, ChatMessage.NameOf(tick), time.GetUtcNow().ToUnixTimeSeconds(),
            message.Category, message.Price, echo, tick == Tick.Failed ? message.Failure : null);
        ledger.Note(new("status_emit")
        {
            ItemId = update.Id,
            User = message.To.Key,
            Number = message.From.Id,
            Opaque = echo,
            Status = update.Status,
            Category = message.Category,
            Price = message.Price,
            Timestamp = update.At,
            Code = update.Error?.Code ?? 0,
        });
        Interlocked.Increment(ref counters.StatusesEmitted);
        chats.Mark(message.To, message.Id, tick, update.Error?.Code ?? 0);
        return update;
    }
}

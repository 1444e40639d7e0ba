using Mogambo.Simulator.Chats;
using Mogambo.Simulator.Faults;
using Mogambo.Simulator.Ledger;
using Mogambo.Simulator.Phone;

namespace Mogambo.Simulator.Webhooks;

/// <summary>How a webhook ended, or stands.</summary>
internal readonly record struct DeliveryResult(bool Acknowledged, int Status, int Attempts);

/// <summary>
/// Delivers updates until they are acknowledged with 200: at once, again immediately, then with growing waits for up to
/// seven days (fact sheet 3.2). Deliveries run side by side, so nothing about their order is promised.
/// </summary>
internal sealed partial class WebhookSender(
    SimulatorOptions options, WebhookClient client, LedgerFile ledger, FaultBoard faults, ChatBook chats,
    Counters counters, AcknowledgedUpdates acknowledged, PhoneEvents events, TimeProvider time, ILogger<WebhookSender> logger) : IDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly Shuffler _shuffler = new(faults, time);

    public CancellationToken Stopping => _stopping.Token;

    /// <summary>Stops redelivering; what is not acknowledged stays so in the ledger.</summary>
    public Task StopAsync() => _stopping.CancelAsync();

    /// <summary>Posts without waiting for the end.</summary>
    public void Post(IReadOnlyList<Update> updates) => _ = DeliverQuietlyAsync(updates);

    /// <param name="updates">Updates of one account that share the POST.</param>
    /// <param name="copies">How many times the same body goes out at once.</param>
    public async Task<DeliveryResult> DeliverAsync(IReadOnlyList<Update> updates, int copies = 1)
    {
        var account = updates[0].Account;
        if (!account.IsSubscribed)
        {
            return new(false, 0, 0);
        }

        Interlocked.Add(ref counters.Pending, updates.Count);
        try
        {
            var first = updates[0];
            await _shuffler.WaitTurnAsync(first, _stopping.Token);
            var body = Envelope.Body(updates, time.GetUtcNow());
            var signature = Signature.Of(body, account.AppSecret);
            if (faults.Draw(FaultKind.DuplicateWebhooks, first.User?.Key, first.Number?.Id ?? "") is not null)
            {
                copies++;
            }

            var extra = Enumerable.Range(1, copies - 1)
                .Select(_ => AttemptAsync(updates, body, signature, 1, "duplicate")).ToArray();
            var result = await RepeatAsync(updates, body, signature);
            await Task.WhenAll(extra);
            return result;
        }
        finally
        {
            Interlocked.Add(ref counters.Pending, -updates.Count);
        }
    }

    /// <summary>Posts again what was acknowledged since a moment, each update by itself, many at once; returns when all of it is acknowledged again.</summary>
    public async Task<int> ReplayAsync(DateTimeOffset since, CancellationToken cancellationToken)
    {
        var updates = acknowledged.Since(since);
        await Parallel.ForEachAsync(
            updates, new ParallelOptions { MaxDegreeOfParallelism = 32, CancellationToken = cancellationToken }, async (update, _) => await DeliverAsync([update]));
        return updates.Count;
    }

    public void Dispose() => _stopping.Dispose();

    private async Task DeliverQuietlyAsync(IReadOnlyList<Update> updates)
    {
        try
        {
            await DeliverAsync(updates);
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // Stopping: the ledger knows that it was not acknowledged.
        }
        catch (Exception broken) when (broken is not OutOfMemoryException)
        {
            LogBroken(broken);
        }
    }

    private async Task<DeliveryResult> RepeatAsync(IReadOnlyList<Update> updates, byte[] body, string signature)
    {
        var startedAt = time.GetTimestamp();
        for (var attempt = 1; ; attempt++)
        {
            var status = await AttemptAsync(updates, body, signature, attempt, null);
            if (status == 200)
            {
                events.Webhook(200, TimeSpan.Zero, Interlocked.Read(ref counters.Pending) - updates.Count);
                return new(true, 200, attempt);
            }

            Interlocked.Increment(ref counters.Refusals);
            var wait = WaitAfter(attempt);
            events.Webhook(status, wait, Interlocked.Read(ref counters.Pending));
            if (time.GetElapsedTime(startedAt) + wait > options.RetryFor)
            {
                Interlocked.Increment(ref counters.GivenUp);
                return new(false, status, attempt);
            }

            await Task.Delay(wait, time, _stopping.Token);
        }
    }

    /// <summary>Nothing after the first attempt, then the base, doubled each time up to the cap.</summary>
    private TimeSpan WaitAfter(int attempt)
    {
        if (attempt == 1)
        {
            return TimeSpan.Zero;
        }

        var grown = options.RetryBase * Math.Pow(2, Math.Min(attempt - 2, 40));
        return grown < options.RetryCap ? grown : options.RetryCap;
    }

    private async Task<int> AttemptAsync(IReadOnlyList<Update> updates, byte[] body, string signature, int attempt, string? mode)
    {
        var line = LineOf(updates[0]) with { Attempt = attempt, Count = updates.Count, Mode = mode };
        if (!ledger.IsLean)
        {
            ledger.Note(line with { Kind = "post" });
        }

        if (attempt == 1)
        {
            MarkSent(updates);
        }

        Interlocked.Increment(ref counters.Posts);
        var status = await client.PostAsync(client.TargetOf(updates[0].Account), body, signature, _stopping.Token);
        if (status != 200)
        {
            ledger.Note(line with { Kind = "nack", HttpStatus = status });
            return status;
        }

        foreach (var update in updates)
        {
            Acknowledge(update, attempt, mode);
        }

        return status;
    }

    private void MarkSent(IReadOnlyList<Update> updates)
    {
        foreach (var update in updates.OfType<UserMessage>())
        {
            chats.Mark(update.From, update.Id, Tick.Sent);
        }
    }

    private void Acknowledge(Update update, int attempt, string? mode)
    {
        var line = LineOf(update) with { Kind = update is StatusUpdate ? "status_ack" : "ack", HttpStatus = 200, Attempt = attempt, Mode = mode };
        ledger.Note(line);
        if (mode is not null)
        {
            return;
        }

        acknowledged.Add(update);
        switch (update)
        {
            case UserMessage message:
                Interlocked.Increment(ref counters.MessagesAcked);
                chats.Mark(message.From, message.Id, Tick.Delivered);
                break;
            case StatusUpdate:
                Interlocked.Increment(ref counters.StatusesAcked);
                break;
        }
    }

    private static LedgerEvent LineOf(Update update) => new("post")
    {
        ItemId = update.ItemId,
        User = update.User?.Key,
        Number = update.Number?.Id,
        Status = (update as StatusUpdate)?.Status,
        Opaque = (update as StatusUpdate)?.Opaque,
    };

    [LoggerMessage(LogLevel.Error, "A webhook could not be delivered for a reason of the simulator's own")]
    private partial void LogBroken(Exception broken);
}

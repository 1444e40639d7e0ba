using System.Text.Json;
using Mogambo.Accounts;
using Mogambo.Storage.DeadLetters;
using Mogambo.Storage.Inbox;
using Mogambo.Tracing;

namespace Mogambo.Gateway.Inbox;

/// <summary>One try of one row: delivered, put off with a back-off, or, when it has failed too often, a dead letter.</summary>
internal sealed partial class InboxRowDelivery(
    IGrainFactory grains,
    IInbox inbox,
    IDeadLetters deadLetters,
    InboxState state,
    GatewayMetrics metrics,
    IOptions<GatewayOptions> options,
    TimeProvider time,
    ILogger<InboxRowDelivery> logger)
{
    public const string ConversationFailed = "conversation-failed";

    private const int MaxTries = 12;
    private const int MaxBackOffSeconds = 30;

    /// <summary>How long one try may take.</summary>
    public TimeSpan Deadline { get; } = options.Value.DispatchDeadline;

    /// <summary>Returns null if the row is done with, otherwise when it is to be tried again.</summary>
    public async Task<DateTimeOffset?> TryAsync(InboxChange row, CancellationToken stoppingToken)
    {
        if (row.Tries > MaxTries)
        {
            // Tries are counted before they are made: of this one's last nobody lived to tell, or it would be a dead letter.
            LogGivenUpUntried(row.Id, row.Account, row.Tries - 1);
            await BuryAsync(row, ConversationFailed, $"The process died during the last of {row.Tries - 1} tries.");
            return null;
        }

        try
        {
            var changes = ConversationChangesJson.Read(row.Account, row.Conversation, row.Payload);
            using var spans = MessageTrace.Start(MessageTrace.Inbox, changes.Messages);
            spans.Tag("mogambo.try", row.Tries);
            await changes.DeliverAsync(grains).WaitAsync(Deadline, time, stoppingToken);
        }
        catch (Exception exception) when (exception is JsonException or FormatException)
        {
            LogUnreadable(exception, row.Id);
            await BuryAsync(row, "malformed", "The row does not hold what this version can read.");
            return null;
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Not a failure of the row: who comes after takes it when its claim has run out.
            return time.GetUtcNow();
        }
        catch (Exception exception)
        {
            return await FailedAsync(row, exception);
        }

        await RemoveAsync(row);
        metrics.Dispatched("delivered");
        return null;
    }

    /// <summary>Puts a row off that was not tried.</summary>
    public Task GiveBackAsync(InboxChange row, DateTimeOffset until) => PutOffAsync(row, until, wasTried: false);

    private async Task<DateTimeOffset> PutOffAsync(InboxChange row, DateTimeOffset until, bool wasTried)
    {
        state.Tried(row.Conversation);
        try
        {
            await (wasTried ? inbox.PutOffAsync(row.Id, until) : inbox.GiveBackAsync(row.Id, until));
        }
        catch (Exception exception)
        {
            // Its claim runs out instead.
            LogNotPutOff(exception, row.Id);
        }

        return until;
    }

    private async Task<DateTimeOffset?> FailedAsync(InboxChange row, Exception exception)
    {
        if (row.Tries >= MaxTries)
        {
            LogGivenUp(exception, row.Id, row.Account, row.Tries);
            await BuryAsync(row, ConversationFailed, $"The conversation did not take it in {row.Tries} tries ({exception.GetType().Name}).");
            return null;
        }

        LogTryFailed(exception, row.Id, row.Tries);
        metrics.Dispatched("put-off");
        var backOff = TimeSpan.FromSeconds(Math.Min(MaxBackOffSeconds, 1 << Math.Min(row.Tries - 1, 5)));
        return await PutOffAsync(row, time.GetUtcNow() + backOff, wasTried: true);
    }

    // The letter is on disk before the row goes.
    private async Task BuryAsync(InboxChange row, string reason, string details)
    {
        await deadLetters.AddAsync(
            [
                new NewDeadLetter
                {
                    Id = DeadLetterId.Of(row.Account, row.Payload),
                    Account = row.Account,
                    Kind = DeadLetterKind.Inbox,
                    Reason = reason,
                    Details = details,
                    Raw = row.Payload,
                    Conversation = row.Conversation,
                    At = time.GetUtcNow(),
                },
            ]);
        await RemoveAsync(row);
        metrics.DeadLetter(reason);
        metrics.Dispatched("dead");
    }

    private async Task RemoveAsync(InboxChange row)
    {
        await inbox.RemoveAsync([row.Id]);
        state.Dispatched(row);
    }

    [LoggerMessage(LogLevel.Error, "Row {Row} of the inbox cannot be read")]
    private partial void LogUnreadable(Exception exception, long row);

    [LoggerMessage(LogLevel.Debug, "Row {Row} of the inbox was not taken by its conversation, try {Try}")]
    private partial void LogTryFailed(Exception exception, long row, int @try);

    [LoggerMessage(LogLevel.Error, "Row {Row} of the inbox of account {Account} was not taken in {Tries} tries and became a dead letter")]
    private partial void LogGivenUp(Exception exception, long row, AccountId account, int tries);

    [LoggerMessage(LogLevel.Error, "Row {Row} of the inbox of account {Account} was begun {Tries} times, its process died during the last, and it became a dead letter")]
    private partial void LogGivenUpUntried(long row, AccountId account, int tries);

    [LoggerMessage(LogLevel.Debug, "Row {Row} of the inbox could not be put off")]
    private partial void LogNotPutOff(Exception exception, long row);
}

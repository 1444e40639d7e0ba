using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Mogambo.Accounts;
using Mogambo.Conversations;
using Mogambo.Messages;
using Mogambo.Numbers;
using Mogambo.Storage.Conversations;
using Mogambo.Storage.Messages;
using Mogambo.Tracing;
using Mogambo.WhatsApp;

namespace Mogambo.Sending;

/// <summary>
/// Makes the attempts that conversations of this process have claimed, outside every turn, and brings back what became of them. Each claim
/// is sent once at most: one that is no longer fresh is given back unsent, and an outcome is told until it is on disk.
/// </summary>
internal sealed partial class Sender(
    IWhatsAppClient whatsApp,
    TurnGate gate,
    IConversationStore store,
    IGrainFactory grains,
    GrainMetrics metrics,
    NumberRecovery recovery,
    TimeProvider time,
    ILogger<Sender> logger) : IHostedService, IDisposable
{
    /// <summary>Attempts under way at a time; further claims wait and, if they wait too long, are given back.</summary>
    private const int MaxConcurrentSends = 256;

    private static readonly TimeSpan s_longestPause = TimeSpan.FromSeconds(5);

    // True while an attempt is worked on; false once its work ended without a report, which it then will never have.
    private readonly ConcurrentDictionary<AttemptId, bool> _started = [];
    private readonly SemaphoreSlim _slots = new(MaxConcurrentSends);
    private readonly CancellationTokenSource _abandon = new();

    /// <summary>Whether an attempt is still worked on here, its report included.</summary>
    public bool IsUnderWay(AttemptId attempt) => _started.GetValueOrDefault(attempt);

    /// <summary>Whether an attempt was begun here and has not been reported: it may have left.</summary>
    public bool MayHaveLeft(AttemptId attempt) => _started.ContainsKey(attempt);

    /// <summary>Starts the attempt and returns at once.</summary>
    /// <param name="claimedAt">The monotonic time (<see cref="TimeProvider.GetTimestamp"/>) before the claim was written.</param>
    public void Start(ConversationId conversation, BusinessNumber number, Recipient to, AttemptId attempt, SendWhat what, long claimedAt)
    {
        if (_started.TryAdd(attempt, true))
        {
            _ = Task.Run(() => RunAsync(conversation, number, to, attempt, what, claimedAt));
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>
    /// Lets no more claims be made, and those that are come to their end. What does not stays claimed, and unknown once its lease is over.
    /// </summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        try
        {
            await gate.CloseAsync(cancellationToken);
            while (_started.Values.Contains(true))
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50), cancellationToken);
            }
        }
        catch (OperationCanceledException)
        {
            LogStoppedEarly(_started.Values.Count(isUnderWay => isUnderWay));
        }

        await _abandon.CancelAsync();
    }

    public void Dispose()
    {
        _slots.Dispose();
        _abandon.Dispose();
    }

    private async Task RunAsync(ConversationId conversation, BusinessNumber number, Recipient to, AttemptId attempt, SendWhat what, long claimedAt)
    {
        metrics.SendBegins();
        try
        {
            var outcome = await SendAsync(number, to, attempt, what, claimedAt);
            metrics.Sent(outcome, wasStarted: outcome != NotStarted, time.GetElapsedTime(claimedAt));
            recovery.Observe(number.Id, outcome);
            await Failpoint.HitAsync("send.before_store");
            await ReportAsync(conversation, attempt, outcome);
            _started.TryRemove(attempt, out _);
        }
        catch (OperationCanceledException) when (_abandon.IsCancellationRequested)
        {
            // Stopping: the claim's lease runs out and whoever wakes the conversation marks the attempt unknown.
        }
        catch (Exception e)
        {
            LogAttemptLost(attempt, e);
        }
        finally
        {
            metrics.SendEnds();
            _started.TryUpdate(attempt, false, true);
        }
    }

    private async Task<SendOutcome> SendAsync(BusinessNumber number, Recipient to, AttemptId attempt, SendWhat what, long claimedAt)
    {
        await _slots.WaitAsync(_abandon.Token);
        try
        {
            var (content, inReplyTo) = what.Content is null ? await ReadAsync(attempt) : what;
            using var span = MessageTrace.Start(MessageTrace.Send, attempt.Message, inReplyTo);
            await Failpoint.HitAsync("send.after_claim");

            // The monotonic clock runs on while a process is stopped: a zombie gives its claim back instead of sending late. The client looks
            // again before the first byte.
            var outcome = time.GetElapsedTime(claimedAt) > Conversation.ClaimFreshness
                ? NotStarted
                : await whatsApp.SendAsync(number, to, content!, attempt, new(time, claimedAt, Conversation.ClaimFreshness), _abandon.Token);
            span?.SetTag("mogambo.attempt", attempt.Number).SetTag("mogambo.number", number.Id.Value).SetTag("mogambo.result", outcome.GetType().Name);
            return outcome;
        }
        catch (Storage.StorageUnavailableException)
        {
            return NotStarted;
        }
        finally
        {
            _slots.Release();
        }
    }

    private async Task<SendWhat> ReadAsync(AttemptId attempt) =>
        await store.GetMessagesAsync([MessageKey.OfOutbound(attempt.Message)], _abandon.Token) is [var row]
            ? new(new OutboundContent(row.Type, row.Content), row.InReplyTo)
            : throw new InvalidOperationException($"Message {attempt.Message} was claimed but has no row.");

    /// <summary>An outcome that is not told would leave the attempt unknown, so it is told until the conversation has it on disk.</summary>
    private async Task ReportAsync(ConversationId conversation, AttemptId attempt, SendOutcome outcome)
    {
        for (var pause = TimeSpan.FromMilliseconds(100); ; pause = pause < s_longestPause ? pause * 2 : s_longestPause)
        {
            try
            {
                await grains.Conversation(conversation).RecordOutcomeAsync(attempt, outcome);
                return;
            }
            catch (Exception e) when (e is not OperationCanceledException || !_abandon.IsCancellationRequested)
            {
                LogReportRepeated(attempt, e.GetType().Name);
                await Task.Delay(pause, time, _abandon.Token);
            }
        }
    }

    /// <summary>The outcome of a claim that nobody began to send.</summary>
    public static SendOutcome.NotAccepted NotStarted { get; } = new(
        new() { Code = 0, Title = "Not sent", Details = "The claim was not started in time and was given back.", Retryable = true },
        SendRemedy.TryAgain);

    [LoggerMessage(LogLevel.Warning, "{Count} sends were still under way at the stop; they will stand unknown until a status settles them")]
    private partial void LogStoppedEarly(int count);

    [LoggerMessage(LogLevel.Error, "Attempt {Attempt} ended in a fault")]
    private partial void LogAttemptLost(AttemptId attempt, Exception exception);

    [LoggerMessage(LogLevel.Debug, "The outcome of attempt {Attempt} could not be stored ({Fault}); trying again")]
    private partial void LogReportRepeated(AttemptId attempt, string fault);
}

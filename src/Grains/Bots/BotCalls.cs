using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Mogambo.Accounts;
using Mogambo.Conversations;
using Mogambo.Storage.Conversations;
using Mogambo.Storage.Messages;
using Mogambo.Tracing;

namespace Mogambo.Bots;

/// <summary>The calls to bots that this process has under way. They run outside every turn and come back to it as a grain call.</summary>
internal sealed partial class BotCalls(
    IHttpBot bot,
    IConversationStore store,
    IGrainFactory grains,
    TimeProvider time,
    TurnGate gate,
    GrainMetrics metrics,
    ILogger<BotCalls> logger) : IHostedService, IDisposable
{
    /// <summary>Messages of before that a bot gets to see (contract section 7).</summary>
    private const int HistoryLength = 10;

    /// <summary>Calls to one account's bot at a time; a hanging bot costs its own account waiting, and nobody else.</summary>
    private const int MaxCallsPerAccount = 256;

    /// <summary>How long a stop waits for bots; sends need the rest of the time a stop may take.</summary>
    private static readonly TimeSpan s_drain = TimeSpan.FromSeconds(10);

    private readonly CancellationTokenSource _abandon = new();
    private readonly ConcurrentDictionary<TurnId, bool> _underWay = [];
    private readonly ConcurrentDictionary<AccountId, SemaphoreSlim> _slots = [];

    public bool IsUnderWay(TurnId turn) => _underWay.ContainsKey(turn);

    /// <summary>Starts the call and returns at once.</summary>
    public void Start(ConversationId conversation, Account account, PendingTurn turn, ConversationState state)
    {
        if (_underWay.TryAdd(turn.Id, true))
        {
            _ = Task.Run(() => RunAsync(conversation, account, turn, state));
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Lets no more calls begin, and those under way come to their end. Turns of calls that do not are asked about again elsewhere.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        using var drain = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        drain.CancelAfter(s_drain);
        try
        {
            await gate.CloseAsync(drain.Token);
            while (!_underWay.IsEmpty)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50), drain.Token);
            }
        }
        catch (OperationCanceledException)
        {
            LogStoppedEarly(_underWay.Count);
        }

        await _abandon.CancelAsync();
    }

    public void Dispose()
    {
        _abandon.Dispose();
        foreach (var slots in _slots.Values)
        {
            slots.Dispose();
        }
    }

    private async Task RunAsync(ConversationId conversation, Account account, PendingTurn turn, ConversationState state)
    {
        try
        {
            var answer = await AskAsync(conversation, account, turn, state);
            await Failpoint.HitAsync("bot.after_response");
            await ReportAsync(conversation, turn.Id, answer);
        }
        catch (OperationCanceledException) when (_abandon.IsCancellationRequested)
        {
            // The turn stands in the state; whoever wakes the conversation asks again with the same id.
        }
        catch (Exception e)
        {
            LogCallLost(turn.Id, e);
        }
        finally
        {
            _underWay.TryRemove(turn.Id, out _);
        }
    }

    private async Task<BotAnswer> AskAsync(ConversationId conversation, Account account, PendingTurn turn, ConversationState state)
    {
        var slots = _slots.GetOrAdd(account.Id, _ => new(MaxCallsPerAccount));
        await slots.WaitAsync(_abandon.Token);
        try
        {
            var key = MessageKey.OfInbound(turn.Message, turn.SentAt);
            if (await store.GetMessagesAsync([key], _abandon.Token) is not [var message])
            {
                return new BotAnswer.Failed("The message is no longer in the history.");
            }

            var (context, history) = (
                store.GetBotContextAsync(conversation, _abandon.Token),
                store.GetHistoryAsync(conversation, message.CreatedAt, HistoryLength, _abandon.Token));
            await Task.WhenAll(context, history);
            await Failpoint.HitAsync("bot.before_call");
            using var span = MessageTrace.Start(MessageTrace.Bot, turn.Message);
            var startedAt = time.GetTimestamp();
            var answer = await bot.AskAsync(
                account,
                new()
                {
                    Turn = turn.Id,
                    Conversation = conversation,
                    Name = state.Name,
                    WindowClosesAt = state.Window.ClosesAt,
                    Message = message.Content,
                    Context = await context,
                    History = await history,
                },
                _abandon.Token);
            metrics.BotAnswered(answer, time.GetElapsedTime(startedAt));
            span?.SetTag("mogambo.turn", turn.Id.ToString()).SetTag("mogambo.result", answer.GetType().Name);
            return answer;
        }
        finally
        {
            slots.Release();
        }
    }

    /// <summary>The conversation may be on a silo that just died, or the store away: told until it hears, as long as the call's lease runs.</summary>
    private async Task ReportAsync(ConversationId conversation, TurnId turn, BotAnswer answer)
    {
        var started = time.GetTimestamp();
        while (true)
        {
            try
            {
                await grains.Conversation(conversation).CompleteTurnAsync(turn, answer);
                return;
            }
            catch (Exception e) when ((e is not OperationCanceledException || !_abandon.IsCancellationRequested) && time.GetElapsedTime(started) < Conversation.CallLease)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(250), time, _abandon.Token);
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "{Count} calls to bots were still under way at the stop; the bots will be asked again, with the same ids")]
    private partial void LogStoppedEarly(int count);

    [LoggerMessage(LogLevel.Warning, "The answer to turn {Turn} could not be stored; the bot will be asked again")]
    private partial void LogCallLost(TurnId turn, Exception exception);
}

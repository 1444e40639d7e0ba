using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Mogambo.Storage;
using Mogambo.Storage.Conversations;

namespace Mogambo.Conversations;

/// <summary>The durable alarm clock: wakes conversations whose <c>due_at</c> has come, whichever process set it.</summary>
internal sealed partial class DueConversations(
    IConversationStore store, IGrainFactory grains, TimeProvider time, ILogger<DueConversations> logger) : BackgroundService
{
    private const int Batch = 200;

    private static readonly TimeSpan s_every = TimeSpan.FromMilliseconds(500);

    /// <summary>If the grain does nothing about it, the conversation comes again after this.</summary>
    private static readonly TimeSpan s_backOff = TimeSpan.FromSeconds(30);

    /// <summary>How long the next ones wait for those that were woken.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(s_every, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            // The next are taken while the last ones are still at it, and no more: claims that wait for long are given back.
            var waking = Task.CompletedTask;
            while (await TakeDueAsync(stoppingToken) is { Count: > 0 } due)
            {
                await waking;
                waking = WakeAsync(due, stoppingToken);
            }

            await waking;
        }
    }

    private async Task<IReadOnlyList<ConversationId>> TakeDueAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await store.TakeDueAsync(time.GetUtcNow(), s_backOff, Batch, cancellationToken);
        }
        catch (StorageUnavailableException)
        {
            // The store says so itself; the conversations stay due.
            return [];
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            LogNotTaken(e);
            return [];
        }
    }

    /// <summary>One that hangs must not hold up the clock of the others; it comes again after its back-off.</summary>
    private async Task WakeAsync(IReadOnlyList<ConversationId> due, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAny(Task.WhenAll(due.Select(WakeAsync)), Task.Delay(s_patience, time, patience.Token));
        await patience.CancelAsync();
    }

    private async Task WakeAsync(ConversationId conversation)
    {
        try
        {
            await grains.Conversation(conversation).WakeAsync();
        }
        catch (Exception e)
        {
            LogNotWoken(e);
        }
    }

    [LoggerMessage(LogLevel.Error, "The conversations that are due could not be read; trying again")]
    private partial void LogNotTaken(Exception exception);

    [LoggerMessage(LogLevel.Debug, "A conversation could not be woken; it stays due")]
    private partial void LogNotWoken(Exception exception);
}

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

    /// <summary>How long a round waits for the conversations it woke.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(s_every, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            while (await WakeDueAsync(stoppingToken) == Batch)
            {
            }
        }
    }

    private async Task<int> WakeDueAsync(CancellationToken cancellationToken)
    {
        try
        {
            var due = await store.TakeDueAsync(time.GetUtcNow(), s_backOff, Batch, cancellationToken);
            // One that hangs must not hold up the clock of the others; it comes again after its back-off.
            await Task.WhenAny(Task.WhenAll(due.Select(WakeAsync)), Task.Delay(s_patience, time, cancellationToken));
            return due.Count;
        }
        catch (StorageUnavailableException)
        {
            // The store says so itself; the conversations stay due.
            return 0;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            LogNotTaken(e);
            return 0;
        }
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

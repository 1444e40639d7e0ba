using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Mogambo.Storage;
using Mogambo.Storage.Subscriptions;

namespace Mogambo.Subscriptions;

/// <summary>Keeps the grains of active subscriptions awake, in whichever process they are: after a start, a crash, or a change.</summary>
internal sealed partial class SubscriptionKeeper(
    ISubscriptions subscriptions, IGrainFactory grains, TimeProvider time, ILogger<SubscriptionKeeper> logger) : BackgroundService
{
    private static readonly TimeSpan s_every = TimeSpan.FromSeconds(5);

    /// <summary>How long a round waits for the grains it woke.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(s_every, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                var all = await subscriptions.AllAsync(stoppingToken);
                var active = all.Where(subscription => subscription.Status == SubscriptionStatus.Active);
                await Task.WhenAny(Task.WhenAll(active.Select(WakeAsync)), Task.Delay(s_patience, time, stoppingToken));
            }
            catch (StorageUnavailableException)
            {
                // The store says so itself; the next round looks again.
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                LogNotRead(e);
            }
        }
    }

    private async Task WakeAsync(SubscriptionKey subscription)
    {
        try
        {
            await grains.Subscription(subscription.Account, subscription.Id).WakeAsync();
        }
        catch (Exception e)
        {
            LogNotWoken(subscription.Id, e);
        }
    }

    [LoggerMessage(LogLevel.Error, "The subscriptions could not be read; trying again")]
    private partial void LogNotRead(Exception exception);

    [LoggerMessage(LogLevel.Debug, "Subscription {Subscription} could not be woken; trying again")]
    private partial void LogNotWoken(SubscriptionId subscription, Exception exception);
}

using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Mogambo.Accounts;
using Mogambo.Storage.Clock;
using Mogambo.Storage.Events;

namespace Mogambo.Storage.Subscriptions;

/// <summary>
/// Keeps <see cref="EventFeeds"/> right: an account's events are kept where the configuration says so, or where it has a subscription that
/// is not disabled. What other processes change is seen within two seconds, before anything commits at the start.
/// </summary>
public sealed partial class EventFeedUpkeep(
    ISubscriptions subscriptions,
    ConfiguredSubscriptions configured,
    AccountDirectory accounts,
    IEvents events,
    EventFeeds feeds,
    StorageClock time,
    ILogger<EventFeedUpkeep> logger)
    : BackgroundService, IHostedLifecycleService
{
    private static readonly TimeSpan s_every = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim _one = new(1);

    /// <summary>Looks again, at once: for who just changed a subscription.</summary>
    public async Task RefreshAsync(CancellationToken cancellationToken = default)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            var all = await subscriptions.AllAsync(cancellationToken);
            var kept = all.Where(subscription => subscription.Status != SubscriptionStatus.Disabled).Select(subscription => subscription.Account).ToHashSet();
            foreach (var account in accounts.All)
            {
                if (account.Options.EventFeed || kept.Contains(account.Id))
                {
                    feeds.Keep(account.Id);
                }
                else
                {
                    feeds.Drop(account.Id);
                }
            }
        }
        finally
        {
            _one.Release();
        }
    }

    async Task IHostedLifecycleService.StartingAsync(CancellationToken cancellationToken)
    {
        await configured.PublishAsync(subscriptions, events, time, cancellationToken);
        await RefreshAsync(cancellationToken);
    }

    Task IHostedLifecycleService.StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    Task IHostedLifecycleService.StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    Task IHostedLifecycleService.StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(s_every);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await RefreshAsync(stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                // A feed stays as it was: what is lost with the database says so itself.
                LogNotRefreshed(e.GetType().Name);
            }
        }
    }

    public override void Dispose()
    {
        base.Dispose();
        _one.Dispose();
    }

    [LoggerMessage(LogLevel.Debug, "The subscriptions could not be read ({Fault}); trying again")]
    private partial void LogNotRefreshed(string fault);
}

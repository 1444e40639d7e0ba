using Mogambo.Accounts;
using Mogambo.Storage;
using Mogambo.Storage.Subscriptions;
using Mogambo.Subscriptions;

namespace Mogambo.Gateway.Subscriptions;

/// <summary>Tells who needs to know that a subscription changed. What does not hear of it finds out by itself in seconds.</summary>
internal sealed partial class SubscriptionNews(EventFeedUpkeep feeds, IGrainFactory grains, TimeProvider time, ILogger<SubscriptionNews> logger)
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(1);

    public async Task TellAsync(AccountId account, SubscriptionId id)
    {
        try
        {
            await feeds.RefreshAsync();
            await grains.Subscription(account, id).WakeAsync().WaitAsync(s_patience, time);
        }
        catch (Exception e) when (e is StorageUnavailableException or TimeoutException or OrleansException)
        {
            LogNotTold(id, e.GetType().Name);
        }
    }

    [LoggerMessage(LogLevel.Debug, "Subscription {Subscription} changed but its grain could not be told ({Fault}); it finds out by itself")]
    private partial void LogNotTold(SubscriptionId subscription, string fault);
}

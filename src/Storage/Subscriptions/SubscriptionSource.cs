namespace Mogambo.Storage.Subscriptions;

/// <summary>Who made a subscription, and may change it.</summary>
public enum SubscriptionSource
{
    Api = 0,
    Configuration = 1,
}

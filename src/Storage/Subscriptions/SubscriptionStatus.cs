namespace Mogambo.Storage.Subscriptions;

/// <summary>Whether a subscription delivers.</summary>
public enum SubscriptionStatus
{
    Active = 0,

    /// <summary>Nothing was taken for five days. What came since waits in the feed.</summary>
    Paused = 1,

    /// <summary>The receiver said that it is gone (410).</summary>
    Disabled = 2,
}

namespace Mogambo.Storage.Subscriptions;

/// <summary>Where the delivery of an event stands.</summary>
public enum DeliveryState
{
    Waiting = 0,
    Delivered = 1,

    /// <summary>Given up; there is a dead letter.</summary>
    Dead = 2,
}

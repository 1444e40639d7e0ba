namespace Mogambo.Subscriptions;

/// <summary>
/// Delivers the events of one subscription, keyed <c>{account}/{sub_id}</c>. What is to be delivered and how far it came stands in the
/// store; the grain sees to it that one process of all does it.
/// </summary>
[GrainInterfaceType("subscription"), Alias("mogambo.subscription")]
public interface ISubscriptionGrain : IGrainWithStringKey
{
    /// <summary>Delivers what is due, and goes on with it until the subscription is no longer active. Harmless if it does already.</summary>
    [Alias("wake")]
    Task WakeAsync();

    /// <summary>Posts an event of type <c>test</c> now, outside the order of the others, and returns what came back. Up to 15 s.</summary>
    [Alias("test"), Orleans.Concurrency.AlwaysInterleave]
    Task<TestReply> TestAsync();
}

/// <summary>What became of a test.</summary>
/// <param name="WasDelivered">Whether the receiver answered 2xx.</param>
/// <param name="StatusCode">What it answered; null if nothing came back.</param>
/// <param name="Error">Why it failed, a sentence.</param>
[GenerateSerializer, Immutable, Alias("mogambo.test-reply")]
public sealed record TestReply(
    [property: Id(0)] bool WasDelivered, [property: Id(1)] int? StatusCode, [property: Id(2)] string? Error, [property: Id(3)] long DurationMs);

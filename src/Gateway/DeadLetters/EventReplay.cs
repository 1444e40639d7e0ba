using Mogambo.Gateway.Problems;
using Mogambo.Gateway.Subscriptions;
using Mogambo.Storage.DeadLetters;
using Mogambo.Storage.Events;
using Mogambo.Storage.Subscriptions;

namespace Mogambo.Gateway.DeadLetters;

/// <summary>Puts an event that a subscriber did not take back into its waiting list, due now, with all its tries before it.</summary>
internal sealed class EventReplay(IEvents events, IDeliveries deliveries, SubscriptionNews news, TimeProvider time)
{
    /// <summary>Null when it waits; otherwise why it cannot.</summary>
    public async Task<Problem?> ReplayAsync(NewDeadLetter letter)
    {
        if (!EventLetter.TryRead(letter.Raw, out var subscription, out var cursor)
            || await events.GetAsync(letter.Account, [cursor]) is not [var @event])
        {
            return KnownProblems.ReplayFailed(letter.Reason, "The event is no longer kept. Delete the letter.");
        }

        if (!await deliveries.RedeliverAsync(letter.Account, subscription, @event, time.GetUtcNow()))
        {
            return KnownProblems.ReplayFailed(letter.Reason, "The subscription is gone. Delete the letter.");
        }

        await news.TellAsync(letter.Account, subscription);
        return null;
    }
}

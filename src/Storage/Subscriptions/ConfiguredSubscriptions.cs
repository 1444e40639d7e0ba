using System.Collections.Frozen;
using Mogambo.Accounts;
using Mogambo.Storage.Events;
using Mogambo.Subscriptions;

namespace Mogambo.Storage.Subscriptions;

/// <summary>The subscriptions that stand in the configuration. Their place in the feed is in the table, their secrets are not.</summary>
public sealed class ConfiguredSubscriptions(AccountDirectory accounts)
{
    private readonly FrozenDictionary<SubscriptionId, (AccountId Account, SubscriptionOptions Options)> _all = accounts.All
        .SelectMany(account => account.Options.Subscriptions.Select(options => (account.Id, Options: options)))
        .ToFrozenDictionary(entry => SubscriptionId.OfConfigured(entry.Id, entry.Options.Url!));

    /// <summary>The secret that signs; null if the configuration of this process has no such subscription.</summary>
    public string? SecretOf(SubscriptionId id) => _all.TryGetValue(id, out var entry) ? entry.Options.Secret : null;

    /// <summary>Puts them into the table; what the configuration no longer holds goes. A new one begins at the end of the feed.</summary>
    internal async Task PublishAsync(ISubscriptions subscriptions, IEvents events, TimeProvider time, CancellationToken cancellationToken)
    {
        var rows = new List<Subscription>();
        foreach (var (id, (account, options)) in _all)
        {
            rows.Add(new Subscription
            {
                Id = id,
                Account = account,
                Source = SubscriptionSource.Configuration,
                Url = options.Url!.AbsoluteUri,
                Events = options.Events.Count == 0 ? [EventPatterns.All] : [.. options.Events],
                Cursor = await events.EndAsync(account, cancellationToken),
                CreatedAt = time.GetUtcNow(),
            });
        }

        await subscriptions.ConfigureAsync(rows, cancellationToken);
    }
}

using Microsoft.Extensions.DependencyInjection;
using Mogambo.Storage.Secrets;

namespace Mogambo.Storage.Subscriptions;

/// <summary>The secrets that sign a subscription's deliveries.</summary>
public sealed class SubscriptionSecrets(ConfiguredSubscriptions configured, IServiceProvider services)
{
    /// <summary>How long the secret before a rotation signs too.</summary>
    public static readonly TimeSpan Overlap = TimeSpan.FromHours(24);

    /// <summary>All that sign at this time, the current one first.</summary>
    /// <exception cref="InvalidOperationException">It cannot be read: no protector, another key, or it is no longer configured.</exception>
    public IReadOnlyList<string> Of(Subscription subscription, DateTimeOffset now)
    {
        if (subscription.Source == SubscriptionSource.Configuration)
        {
            return [configured.SecretOf(subscription.Id) ?? throw new InvalidOperationException("The subscription is not in this process's configuration.")];
        }

        var protector = services.GetRequiredService<ISecretProtector>();
        var current = protector.Unprotect(subscription.Secret ?? throw new InvalidOperationException("The subscription has no secret."));
        return subscription.PreviousSecret is { } previous && now < subscription.PreviousSecretUntil
            ? [current, protector.Unprotect(previous)]
            : [current];
    }
}

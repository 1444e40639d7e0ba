using System.Security.Claims;
using Mogambo.Gateway.Authentication;
using Mogambo.Gateway.Problems;
using Mogambo.Storage.Subscriptions;
using Mogambo.Subscriptions;

namespace Mogambo.Gateway.Subscriptions;

/// <summary>Finds subscriptions for a caller: another account's are not there.</summary>
internal static class SubscriptionLookup
{
    public static async Task<Subscription?> FindAsync(
        this ISubscriptions subscriptions, string id, ClaimsPrincipal caller, CancellationToken cancellationToken) =>
        SubscriptionId.TryParse(id, null, out var parsed) ? await subscriptions.FindAsync(caller.Account(), parsed, cancellationToken) : null;

    /// <summary>One that the API may change, or why not.</summary>
    public static async Task<(Subscription? Found, Problem? Problem)> FindChangeableAsync(
        this ISubscriptions subscriptions, string id, ClaimsPrincipal caller, CancellationToken cancellationToken) =>
        await subscriptions.FindAsync(id, caller, cancellationToken) switch
        {
            null => (null, KnownProblems.NotFound()),
            { Source: SubscriptionSource.Configuration } => (null, SubscriptionProblems.Configured()),
            var found => (found, null),
        };
}

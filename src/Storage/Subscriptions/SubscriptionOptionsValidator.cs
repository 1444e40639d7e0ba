using Microsoft.Extensions.Options;
using Mogambo.Accounts;
using Mogambo.Outbound;
using Mogambo.Storage.Events;
using Mogambo.Subscriptions;

namespace Mogambo.Storage.Subscriptions;

/// <summary>Stops the start on configured subscriptions that could not work. Where an address leads is checked at every connection instead.</summary>
internal sealed class SubscriptionOptionsValidator : IValidateOptions<MogamboOptions>
{
    public ValidateOptionsResult Validate(string? name, MogamboOptions options)
    {
        var problems = options.Accounts
            .Index()
            .SelectMany(account => Problems(account.Item.Subscriptions, $"{MogamboOptions.Section}:Accounts:{account.Index}:Subscriptions"))
            .ToList();
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private static IEnumerable<string> Problems(IList<SubscriptionOptions> subscriptions, string path)
    {
        HashSet<string> urls = [];
        foreach (var (n, subscription) in subscriptions.Index())
        {
            foreach (var problem in Problems(subscription, $"{path}:{n}"))
            {
                yield return problem;
            }

            if (subscription.Url is { IsAbsoluteUri: true } url && !urls.Add(url.AbsoluteUri))
            {
                yield return $"{path}:{n}:Url is configured already for this account: put all its Events into one subscription.";
            }
        }
    }

    private static IEnumerable<string> Problems(SubscriptionOptions subscription, string path)
    {
        if (!OutboundUrl.TryRead(subscription.Url?.OriginalString, out _, out var problem))
        {
            yield return $"{path}:Url {problem}.";
        }

        if (!SigningSecret.IsOne(subscription.Secret))
        {
            yield return $"{path}:Secret is missing or not whsec_ and base64 of 24 to 64 bytes: it signs the deliveries.";
        }

        foreach (var (n, pattern) in subscription.Events.Index())
        {
            if (!EventPatterns.IsKnown(pattern, EventType.All))
            {
                yield return $"{path}:Events:{n} is '{pattern}', which matches no event: use types such as message.received, message.* or *.";
            }
        }
    }
}

using Mogambo.Gateway.Problems;
using Mogambo.Outbound;
using Mogambo.Storage.Events;
using Mogambo.Storage.Subscriptions;
using Mogambo.Subscriptions;

namespace Mogambo.Gateway.Subscriptions;

/// <summary>Reads <c>{"url","events","description"}</c>.</summary>
internal static class SubscriptionBody
{
    private const int MaxPatterns = 20;
    private const int MaxPatternLength = 64;
    private const int MaxDescriptionLength = 500;

    /// <summary>What is asked for, or the problem with it. Without <c>events</c> it is all of them.</summary>
    public static async Task<(SubscriptionChange? Change, Problem? Problem)> ReadAsync(
        HttpRequest request, OutboundUrlCheck urls, CancellationToken cancellationToken)
    {
        using var body = await SmallBody.ReadAsync(request, cancellationToken);
        var url = body.Text("url", maxLength: 8 * 1024);
        var events = body.Texts("events", MaxPatterns, MaxPatternLength) ?? [EventPatterns.All];
        var description = body.Text("description", MaxDescriptionLength);
        if (url is null)
        {
            body.Wrong("url", "must be given: the https address that takes the events");
        }

        foreach (var (n, pattern) in events.Index().Where(entry => !EventPatterns.IsKnown(entry.Item, EventType.All)))
        {
            body.Wrong($"events[{n}]", "matches no event: use types such as message.received, message.* or *");
        }

        if (body.Problem() is { } problem)
        {
            return (null, problem);
        }

        return await urls.ProblemAsync(url, cancellationToken) is { } refused
            ? (null, SubscriptionProblems.UrlNotAllowed(refused))
            : (new SubscriptionChange(url!, [.. events.Distinct()], description), null);
    }
}

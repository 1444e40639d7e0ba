using System.Security.Claims;
using Mogambo.Gateway.Authentication;
using Mogambo.Gateway.Json;
using Mogambo.Gateway.Lists;
using Mogambo.Gateway.Problems;
using Mogambo.Storage.Events;

namespace Mogambo.Gateway.Events;

/// <summary><c>/v1/events</c>: the feed, to poll or as a stream.</summary>
internal static class EventEndpoints
{
    public static void MapEvents(this IEndpointRouteBuilder routes)
    {
        var events = routes.MapGroup("/events").RequireAuthorization(Scopes.EventsRead).WithTags("Events");
        events.MapGet("", List).WithSummary("List events after a cursor, oldest first");
        events.MapGet("/stream", Stream).WithSummary("The same as Server-Sent Events");
    }

    // Next is there as long as a page holds events: whoever polls goes on from the last cursor that was there.
    private static async Task<IResult> List(
        HttpRequest request, ClaimsPrincipal caller, IEvents events, EventFeeds feeds, CancellationToken cancellationToken)
    {
        var query = new QueryReader(request);
        var limit = query.Limit();
        var after = query.Parsed<EventCursor>("after", "must be the next of an earlier page") ?? EventCursor.Start;
        if (query.Problem() is { } problem)
        {
            return problem;
        }

        if (!feeds.IsKept(caller.Account()))
        {
            return SubscriptionProblems.FeedIsOff();
        }

        var found = await events.ReadAsync(caller.Account(), after, limit, cancellationToken);
        EventCursor? next = found.Count > 0 ? found[^1].Cursor : null;
        return TypedResults.Json(
            new Page<RawJson>([.. found.Select(@event => new RawJson(EventJson.WithId(@event)))], next?.ToString()), GatewayJson.Default.PageRawJson);
    }

    private static async Task<IResult> Stream(
        HttpRequest request, ClaimsPrincipal caller, IEvents events, EventFeeds feeds, EventStreams streams, CancellationToken cancellationToken)
    {
        var query = new QueryReader(request);
        var after = query.Parsed<EventCursor>("after", "must be a cursor of the feed");
        if (query.Problem() is { } problem)
        {
            return problem;
        }

        if (request.Headers["Last-Event-ID"] is [{ Length: > 0 } last])
        {
            if (!EventCursor.TryParse(last, null, out var seen))
            {
                return KnownProblems.InvalidRequest("Last-Event-ID", "must be the id of an event of this stream");
            }

            after = seen;
        }

        var account = caller.Account();
        if (!feeds.IsKept(account))
        {
            return SubscriptionProblems.FeedIsOff();
        }

        return streams.TryOpen(account, after ?? await events.EndAsync(account, cancellationToken), out var stream)
            ? stream
            : SubscriptionProblems.TooManyStreams();
    }
}

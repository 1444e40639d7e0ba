using System.Globalization;
using System.Security.Claims;
using Mogambo.Gateway.Authentication;
using Mogambo.Gateway.Json;
using Mogambo.Gateway.Lists;
using Mogambo.Gateway.Problems;
using Mogambo.Storage.Events;
using Mogambo.Storage.Secrets;
using Mogambo.Storage.Subscriptions;
using Mogambo.Subscriptions;

namespace Mogambo.Gateway.Subscriptions;

/// <summary>What can be done with a subscription.</summary>
internal static class SubscriptionActions
{
    public static void MapSubscriptionActions(this IEndpointRouteBuilder subscriptions)
    {
        subscriptions.MapPost("/{id}/rotate-secret", Rotate).RequireAuthorization(Scopes.SubscriptionsWrite).WithSummary("Make a new secret; the old one signs too for 24 hours");
        subscriptions.MapPost("/{id}/resume", Resume).RequireAuthorization(Scopes.SubscriptionsWrite).WithSummary("Deliver again, from where it was");
        subscriptions.MapPost("/{id}/replay", Replay).RequireAuthorization(Scopes.SubscriptionsWrite).WithSummary("Deliver again from a cursor or a time");
        subscriptions.MapPost("/{id}/test", Test).RequireAuthorization(Scopes.SubscriptionsWrite).WithSummary("Send a test event now and see what comes back");
        subscriptions.MapGet("/{id}/deliveries", Deliveries).RequireAuthorization(Scopes.SubscriptionsRead).WithSummary("List recent deliveries, newest event first");
    }

    private static async Task<IResult> Rotate(
        string id, ClaimsPrincipal caller, ISubscriptions subscriptions, IServiceProvider services, TimeProvider time, CancellationToken cancellationToken)
    {
        var (found, problem) = await subscriptions.FindChangeableAsync(id, caller, cancellationToken);
        if (found is null)
        {
            return problem!;
        }

        if (services.GetService<ISecretProtector>() is not { } protector)
        {
            return SubscriptionProblems.NoMasterKey();
        }

        var secret = SigningSecret.New();
        var until = time.GetUtcNow() + SubscriptionSecrets.Overlap;
        return await subscriptions.RotateAsync(found.Account, found.Id, protector.Protect(secret), until, cancellationToken)
            ? TypedResults.Json(ApiSubscription.Of(found) with { Secret = secret }, GatewayJson.Default.ApiSubscription)
            : KnownProblems.NotFound();
    }

    private static async Task<IResult> Resume(
        string id, ClaimsPrincipal caller, ISubscriptions subscriptions, SubscriptionNews news, TimeProvider time, CancellationToken cancellationToken)
    {
        if (await subscriptions.FindAsync(id, caller, cancellationToken) is not { } found
            || (found.Status != SubscriptionStatus.Active
                && !await subscriptions.ResumeAsync(found.Account, found.Id, time.GetUtcNow(), cancellationToken)))
        {
            return KnownProblems.NotFound();
        }

        return await ShowAsync(found, subscriptions, news, cancellationToken);
    }

    private static async Task<IResult> Replay(
        string id, HttpRequest request, ClaimsPrincipal caller, ISubscriptions subscriptions, IEvents events, SubscriptionNews news, CancellationToken cancellationToken)
    {
        using var body = await SmallBody.ReadAsync(request, cancellationToken);
        var after = body.Text("after", maxLength: 64);
        var from = body.Text("from", maxLength: 64);
        var cursor = EventCursor.Start;
        var time = default(DateTimeOffset);
        if (after is null == from is null)
        {
            body.Wrong("after", "must be given, or from, and only one of them");
        }
        else if (after is not null && !EventCursor.TryParse(after, null, out cursor))
        {
            body.Wrong("after", "must be a cursor of the feed");
        }
        else if (from is not null && !DateTimeOffset.TryParse(from, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out time))
        {
            body.Wrong("from", "must be a time such as 2026-11-22T12:00:00Z");
        }

        if (body.Problem() is { } problem)
        {
            return problem;
        }

        if (await subscriptions.FindAsync(id, caller, cancellationToken) is not { } found)
        {
            return KnownProblems.NotFound();
        }

        if (from is not null)
        {
            cursor = await events.FindAsync(found.Account, time, cancellationToken);
        }

        return await subscriptions.ReplayAsync(found.Account, found.Id, cursor, cancellationToken)
            ? await ShowAsync(found, subscriptions, news, cancellationToken)
            : KnownProblems.NotFound();
    }

    private static async Task<IResult> Test(
        string id, ClaimsPrincipal caller, ISubscriptions subscriptions, IGrainFactory grains, CancellationToken cancellationToken)
    {
        if (await subscriptions.FindAsync(id, caller, cancellationToken) is not { } found)
        {
            return KnownProblems.NotFound();
        }

        var reply = await grains.Subscription(found.Account, found.Id).TestAsync().WaitAsync(cancellationToken);
        return TypedResults.Json(new ApiTest(reply.WasDelivered, reply.StatusCode, reply.Error, reply.DurationMs), GatewayJson.Default.ApiTest);
    }

    private static async Task<IResult> Deliveries(
        string id, HttpRequest request, ClaimsPrincipal caller, ISubscriptions subscriptions, IDeliveries deliveries, CancellationToken cancellationToken)
    {
        var query = new QueryReader(request);
        var limit = query.Limit();
        var after = query.Parsed<EventCursor>("after", "must be the next of an earlier page");
        if (query.Problem() is { } problem)
        {
            return problem;
        }

        if (await subscriptions.FindAsync(id, caller, cancellationToken) is not { } found)
        {
            return KnownProblems.NotFound();
        }

        var rows = await deliveries.ListAsync(found.Id, limit + 1, after, cancellationToken);
        return TypedResults.Json(
            new Page<ApiDelivery>([.. rows.Take(limit).Select(ApiDelivery.Of)], rows.Count > limit ? rows[limit - 1].Cursor.ToString() : null),
            GatewayJson.Default.PageApiDelivery);
    }

    private static async Task<IResult> ShowAsync(
        Subscription changed, ISubscriptions subscriptions, SubscriptionNews news, CancellationToken cancellationToken)
    {
        await news.TellAsync(changed.Account, changed.Id);
        return await subscriptions.FindAsync(changed.Account, changed.Id, cancellationToken) is { } found
            ? TypedResults.Json(ApiSubscription.Of(found), GatewayJson.Default.ApiSubscription)
            : KnownProblems.NotFound();
    }
}

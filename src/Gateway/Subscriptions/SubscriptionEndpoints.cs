using System.Security.Claims;
using Mogambo.Gateway.Authentication;
using Mogambo.Gateway.Json;
using Mogambo.Gateway.Lists;
using Mogambo.Gateway.Problems;
using Mogambo.Outbound;
using Mogambo.Storage.Events;
using Mogambo.Storage.Secrets;
using Mogambo.Storage.Subscriptions;
using Mogambo.Subscriptions;

namespace Mogambo.Gateway.Subscriptions;

/// <summary><c>/v1/subscriptions</c>: where the account's events go.</summary>
internal static class SubscriptionEndpoints
{
    public static void MapSubscriptions(this IEndpointRouteBuilder routes)
    {
        var subscriptions = routes.MapGroup("/subscriptions").WithTags("Subscriptions");
        subscriptions.MapPost("", Add).RequireAuthorization(Scopes.SubscriptionsWrite).WithSummary("Subscribe; the secret is shown once");
        subscriptions.MapGet("", List).RequireAuthorization(Scopes.SubscriptionsRead).WithSummary("List subscriptions, oldest first");
        subscriptions.MapGet("/{id}", Show).RequireAuthorization(Scopes.SubscriptionsRead).WithSummary("Show one");
        subscriptions.MapPut("/{id}", Replace).RequireAuthorization(Scopes.SubscriptionsWrite).WithSummary("Change address, events and description");
        subscriptions.MapDelete("/{id}", Delete).RequireAuthorization(Scopes.SubscriptionsWrite).WithSummary("Remove it with what waits");
        subscriptions.MapSubscriptionActions();
    }

    private static async Task<IResult> Add(
        HttpRequest request,
        ClaimsPrincipal caller,
        ISubscriptions subscriptions,
        IEvents events,
        OutboundUrlCheck urls,
        SubscriptionNews news,
        IServiceProvider services,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        var (change, problem) = await SubscriptionBody.ReadAsync(request, urls, cancellationToken);
        if (change is null)
        {
            return problem!;
        }

        if (services.GetService<ISecretProtector>() is not { } protector)
        {
            return SubscriptionProblems.NoMasterKey();
        }

        var secret = SigningSecret.New();
        var now = time.GetUtcNow();
        var subscription = new Subscription
        {
            Id = SubscriptionId.New(now),
            Account = caller.Account(),
            Url = change.Url,
            Description = change.Description,
            Events = change.Events,
            Secret = protector.Protect(secret),
            Cursor = await events.EndAsync(caller.Account(), cancellationToken),
            CreatedAt = now,
        };
        if (!await subscriptions.AddAsync(subscription, cancellationToken))
        {
            return SubscriptionProblems.TooMany(Subscription.MaxPerAccount);
        }

        await news.TellAsync(subscription.Account, subscription.Id);
        return TypedResults.Json(
            ApiSubscription.Of(subscription) with { Secret = secret }, GatewayJson.Default.ApiSubscription, statusCode: StatusCodes.Status201Created);
    }

    private static async Task<IResult> List(
        HttpRequest request, ClaimsPrincipal caller, ISubscriptions subscriptions, CancellationToken cancellationToken)
    {
        var query = new QueryReader(request);
        var limit = query.Limit();
        var after = query.Parsed<SubscriptionId>("after", "must be the next of an earlier page");
        if (query.Problem() is { } problem)
        {
            return problem;
        }

        var all = await subscriptions.ListAsync(caller.Account(), cancellationToken);
        var rest = after is { } id ? [.. all.SkipWhile(subscription => subscription.Id != id).Skip(1)] : all;
        var page = rest.Take(limit).Select(ApiSubscription.Of).ToList();
        return TypedResults.Json(
            new Page<ApiSubscription>(page, rest.Count > limit ? page[^1].Id : null), GatewayJson.Default.PageApiSubscription);
    }

    private static async Task<IResult> Show(
        string id, ClaimsPrincipal caller, ISubscriptions subscriptions, CancellationToken cancellationToken) =>
        await subscriptions.FindAsync(id, caller, cancellationToken) is { } found
            ? TypedResults.Json(ApiSubscription.Of(found), GatewayJson.Default.ApiSubscription)
            : KnownProblems.NotFound();

    private static async Task<IResult> Replace(
        string id,
        HttpRequest request,
        ClaimsPrincipal caller,
        ISubscriptions subscriptions,
        OutboundUrlCheck urls,
        SubscriptionNews news,
        CancellationToken cancellationToken)
    {
        var (change, problem) = await SubscriptionBody.ReadAsync(request, urls, cancellationToken);
        if (change is null)
        {
            return problem!;
        }

        (var found, problem) = await subscriptions.FindChangeableAsync(id, caller, cancellationToken);
        if (found is null)
        {
            return problem!;
        }

        if (!await subscriptions.ChangeAsync(found.Account, found.Id, change, cancellationToken))
        {
            return KnownProblems.NotFound();
        }

        await news.TellAsync(found.Account, found.Id);
        return await Show(id, caller, subscriptions, cancellationToken);
    }

    private static async Task<IResult> Delete(
        string id, ClaimsPrincipal caller, ISubscriptions subscriptions, SubscriptionNews news, CancellationToken cancellationToken)
    {
        var (found, problem) = await subscriptions.FindChangeableAsync(id, caller, cancellationToken);
        if (found is null)
        {
            return problem!;
        }

        if (!await subscriptions.RemoveAsync(found.Account, found.Id, cancellationToken))
        {
            return KnownProblems.NotFound();
        }

        await news.TellAsync(found.Account, found.Id);
        return TypedResults.NoContent();
    }
}

using System.Security.Claims;
using Mogambo.Gateway.Authentication;
using Mogambo.Gateway.Json;
using Mogambo.Gateway.Lists;
using Mogambo.Gateway.Problems;
using Mogambo.Storage.DeadLetters;

namespace Mogambo.Gateway.DeadLetters;

/// <summary><c>/v1/dead-letters</c>: what could not take effect; look at it, have it tried again, remove it.</summary>
internal static class DeadLetterEndpoints
{
    public static void MapDeadLetters(this IEndpointRouteBuilder routes)
    {
        var letters = routes.MapGroup("/dead-letters").WithTags("Dead letters");
        letters.MapGet("", List).RequireAuthorization(Scopes.DeadLettersRead).WithSummary("List dead letters, newest first");
        letters.MapGet("/{id}", Show).RequireAuthorization(Scopes.DeadLettersRead).WithSummary("Show one with what it holds");
        letters.MapPost("/{id}/replay", Replay).RequireAuthorization(Scopes.DeadLettersWrite).WithSummary("Try it again");
        letters.MapDelete("/{id}", Delete).RequireAuthorization(Scopes.DeadLettersWrite).WithSummary("Remove it");
    }

    private static async Task<IResult> List(HttpRequest request, ClaimsPrincipal caller, IDeadLetters letters, CancellationToken cancellationToken)
    {
        var query = new QueryReader(request);
        var limit = query.Limit();
        var after = query.Parsed<DeadLetterId>("after", "must be the next of an earlier page");
        if (query.Problem() is { } problem)
        {
            return problem;
        }

        var found = await letters.ListAsync(caller.Account(), limit + 1, after, cancellationToken);
        var page = found.Take(limit).Select(DeadLetterView.Of).ToList();
        return TypedResults.Json(
            new Page<DeadLetterView>(page, found.Count > limit ? page[^1].Id : null), GatewayJson.Default.PageDeadLetterView);
    }

    private static async Task<IResult> Show(string id, ClaimsPrincipal caller, IDeadLetters letters, CancellationToken cancellationToken) =>
        await FindAsync(id, caller, letters, cancellationToken) is { } letter
            ? TypedResults.Json(DeadLetterView.WithContent(letter), GatewayJson.Default.DeadLetterView)
            : KnownProblems.NotFound();

    private static async Task<IResult> Replay(
        string id, ClaimsPrincipal caller, IDeadLetters letters, DeadLetterReplay replay, CancellationToken cancellationToken)
    {
        if (await FindAsync(id, caller, letters, cancellationToken) is not { } letter)
        {
            return KnownProblems.NotFound();
        }

        if (await replay.ReplayAsync(letter) is { } problem)
        {
            return problem;
        }

        await letters.RemoveAsync(letter.Account, letter.Id, CancellationToken.None);
        return TypedResults.Json(new Replayed(letter.Id.ToString(), "replayed"), GatewayJson.Default.Replayed);
    }

    private static async Task<IResult> Delete(string id, ClaimsPrincipal caller, IDeadLetters letters, CancellationToken cancellationToken) =>
        DeadLetterId.TryParse(id, null, out var letter) && await letters.RemoveAsync(caller.Account(), letter, cancellationToken)
            ? TypedResults.NoContent()
            : KnownProblems.NotFound();

    private static async Task<NewDeadLetter?> FindAsync(
        string id, ClaimsPrincipal caller, IDeadLetters letters, CancellationToken cancellationToken) =>
        DeadLetterId.TryParse(id, null, out var letter) ? await letters.FindAsync(caller.Account(), letter, cancellationToken) : null;
}

using System.Security.Claims;
using Mogambo.Accounts;
using Mogambo.Gateway.Authentication;
using Mogambo.Gateway.Json;
using Mogambo.Gateway.Lists;
using Mogambo.Gateway.Problems;
using Mogambo.Storage.Numbers;
using Mogambo.Storage.Secrets;

namespace Mogambo.Gateway.Numbers;

/// <summary><c>/v1/numbers</c>: how the account's numbers are, and new tokens for them.</summary>
internal static class NumberEndpoints
{
    private const int MaxBodyBytes = 16 * 1024;
    private const int MaxTokenLength = 4096;

    public static void MapNumbers(this IEndpointRouteBuilder routes)
    {
        var numbers = routes.MapGroup("/numbers").WithTags("Numbers");
        numbers.MapGet("", List).RequireAuthorization(Scopes.NumbersRead).WithSummary("List numbers in configuration's order");
        numbers.MapPut("/{id}", Change).RequireAuthorization(Scopes.NumbersWrite).WithSummary("Give a number a new access token");
    }

    private static async Task<IResult> List(
        HttpRequest request, ClaimsPrincipal caller, AccountDirectory accounts, INumberHealth health, CancellationToken cancellationToken)
    {
        var query = new QueryReader(request);
        var limit = query.Limit();
        var after = query.Parsed<PhoneNumberId>("after", "must be the next of an earlier page");
        var numbers = accounts.TryGetAccount(caller.Account(), out var account) ? account.Numbers : [];
        if (after is { } last && numbers.All(number => number.Id != last))
        {
            return KnownProblems.InvalidRequest("after", "must be the next of an earlier page");
        }

        if (query.Problem() is { } problem)
        {
            return problem;
        }

        var rest = numbers.SkipWhile(number => after is { } id && number.Id != id).Skip(after is null ? 0 : 1).ToList();
        var page = rest.Take(limit).ToList();
        var known = await health.FindAsync([.. page.Select(number => number.Id)], cancellationToken);
        return TypedResults.Json(
            new Page<NumberView>(
                [.. page.Select(number => NumberView.Of(number, known.GetValueOrDefault(number.Id)))],
                rest.Count > limit ? page[^1].Id.Value : null),
            GatewayJson.Default.PageNumberView);
    }

    private static async Task<IResult> Change(
        string id,
        HttpRequest request,
        ClaimsPrincipal caller,
        AccountDirectory accounts,
        INumberTokens tokens,
        INumberHealth health,
        CancellationToken cancellationToken)
    {
        using var members = await RequestMembers.ReadAsync(request, MaxBodyBytes, cancellationToken);
        var token = members.Text("access_token", MaxTokenLength);
        if (token is not null && token.AsSpan().ContainsAnyExceptInRange('!', '~'))
        {
            members.Wrong("access_token", "must be visible ASCII characters without spaces");
        }

        if (members.Problem() is { } problem)
        {
            return problem;
        }

        if (!PhoneNumberId.TryParse(id, null, out var numberId) || !accounts.TryGetNumber(numberId, out var number) || number.Account.Id != caller.Account())
        {
            return KnownProblems.PhoneNumberNotFound();
        }

        if (number.Options.Api != InstanceApi.Cloud)
        {
            return KnownProblems.InvalidRequest("access_token", "is not for this number: the On-Premises API logs in with a user and a password");
        }

        try
        {
            await tokens.ChangeAsync(number, token!, cancellationToken);
        }
        catch (SecretUnreadableException exception)
        {
            return KnownProblems.SecretsUnavailable(exception.Message);
        }

        var known = await health.FindAsync([number.Id], cancellationToken);
        return TypedResults.Json(NumberView.Of(number, known.GetValueOrDefault(number.Id)), GatewayJson.Default.NumberView);
    }
}

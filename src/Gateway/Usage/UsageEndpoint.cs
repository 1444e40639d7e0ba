using System.Globalization;
using System.Security.Claims;
using Mogambo.Gateway.Authentication;
using Mogambo.Gateway.Json;
using Mogambo.Gateway.Lists;
using Mogambo.Gateway.Problems;
using Mogambo.Storage.Usage;

namespace Mogambo.Gateway.Usage;

/// <summary><c>GET /v1/usage</c>: what was sent and what it cost.</summary>
internal static class UsageEndpoint
{
    private const string TimeExpectation = "must be a day (2026-11-22) or a time with its zone (2026-11-22T09:00:00Z)";

    private static readonly TimeSpan s_default = TimeSpan.FromDays(30);
    private static readonly TimeSpan s_longest = TimeSpan.FromDays(366);

    private static readonly Dictionary<string, UsageGroup> s_groups = new(StringComparer.Ordinal)
    {
        ["day"] = UsageGroup.Day,
        ["template"] = UsageGroup.Template,
        ["category"] = UsageGroup.Category,
        ["country"] = UsageGroup.Country,
    };

    public static void MapUsage(this IEndpointRouteBuilder routes) => routes
        .MapGet("/usage", Show)
        .RequireAuthorization(Scopes.UsageRead)
        .WithTags("Usage")
        .WithSummary("Add up messages and their cost by day, template, category or country");

    private static async Task<IResult> Show(
        HttpRequest request, ClaimsPrincipal caller, IUsage usage, TimeProvider time, CancellationToken cancellationToken)
    {
        var query = new QueryReader(request);
        var (from, to, word) = (query.Text("from"), query.Text("to"), query.OneOf("group_by", s_groups.Keys) ?? "day");
        if (query.Problem() is { } problem)
        {
            return problem;
        }

        // A day given as the end is part of what is asked for.
        var end = to is null ? time.GetUtcNow() : TimeOf(to, dayIsIncluded: true);
        var start = from is null ? end - s_default : TimeOf(from, dayIsIncluded: false);
        if (start is null || end is null)
        {
            return KnownProblems.InvalidRequest(start is null && from is not null ? "from" : "to", TimeExpectation);
        }

        if (end <= start || end - start > s_longest)
        {
            return KnownProblems.InvalidRequest("from", $"must be before to, by at most {s_longest.Days} days");
        }

        var rows = await usage.SumAsync(caller.Account(), start.Value, end.Value, s_groups[word], cancellationToken);
        return TypedResults.Json(
            new UsageView(start.Value, end.Value, word, [.. rows.Select(UsageSum.Of)]), GatewayJson.Default.UsageView);
    }

    private static DateTimeOffset? TimeOf(string text, bool dayIsIncluded)
    {
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            return new DateTimeOffset((dayIsIncluded && day < DateOnly.MaxValue ? day.AddDays(1) : day).ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
        }

        // The + of a zone arrives as a blank from callers that do not escape it.
        var isTime = DateTimeOffset.TryParse(text.Replace(' ', '+'), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at);
        return isTime && text.Contains('T', StringComparison.Ordinal) ? at : null;
    }
}

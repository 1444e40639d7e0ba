using System.Net.Mime;
using System.Security.Claims;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.Net.Http.Headers;
using Mogambo.Accounts;
using Mogambo.Gateway.Authentication;
using Mogambo.Gateway.Contacts;
using Mogambo.Gateway.Lists;
using Mogambo.Gateway.Problems;
using Mogambo.OptIns;

namespace Mogambo.Gateway.OptIns.Import;

/// <summary><c>POST /v1/opt-ins:import</c>: CSV or NDJSON in, a line of NDJSON a row out, both as streams.</summary>
internal static class ImportEndpoint
{
    private const long MaxBodyBytes = 1L << 30;
    private const string Ndjson = "application/x-ndjson";

    private static readonly MinDataRate SlowestBody = new(bytesPerSecond: 1024, gracePeriod: TimeSpan.FromSeconds(10));
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static void MapOptInImport(this IEndpointRouteBuilder routes) => routes
        .MapPost("/opt-ins:import", Import)
        .EndsWithTheProcess()
        .RequireAuthorization(Scopes.ContactsWrite)
        .WithTags("Contacts")
        .WithSummary("Record many opt-ins or opt-outs from CSV or NDJSON");

    private static async Task<IResult> Import(
        HttpContext context,
        ClaimsPrincipal caller,
        AccountDirectory accounts,
        UserAliases aliases,
        OptInImport import,
        TimeProvider time)
    {
        var request = context.Request;
        var isCsv = MediaTypeHeaderValue.TryParse(request.ContentType, out var type) && type.MediaType.Equals(MediaTypeNames.Text.Csv, StringComparison.OrdinalIgnoreCase);
        var isJson = type is not null && type.MediaType.Value is Ndjson or "application/ndjson" or "application/jsonl";
        if (!(isCsv || isJson) || request.Headers.ContentEncoding.Count > 0)
        {
            return OptInProblems.UnknownImportType();
        }

        var query = new QueryReader(request);
        var action = ImportDefaults.ActionOf(query.OneOf("action", ImportDefaults.Actions)) ?? OptInAction.OptedIn;
        var defaults = new ImportDefaults(action, query.Text("source"), query.Parsed<PhoneNumberId>("from", "must be a phone number id of the account"));
        if (query.Problem() is { } problem)
        {
            return problem;
        }

        if (!accounts.TryGetAccount(caller.Account(), out var account)
            || (defaults.From is { } from && account.Numbers.All(number => number.Id != from)))
        {
            return KnownProblems.PhoneNumberNotFound();
        }

        if (request.ContentLength > MaxBodyBytes)
        {
            return KnownProblems.PayloadTooLarge();
        }

        Permit(context);
        var lines = new ImportLines(request.BodyReader);
        var rows = new JsonRows(lines).ReadAsync(context.RequestAborted);
        if (isCsv)
        {
            var (csv, wrong) = await CsvRows.OpenAsync(lines, context.RequestAborted);
            if (wrong is not null)
            {
                return wrong;
            }

            rows = csv!.ReadAsync(context.RequestAborted);
        }

        await AnswerAsync(context, time, spool => import.RunAsync(
            lines, rows, new ImportRules(account, aliases, defaults, time.GetUtcNow()), spool, context.RequestAborted));
        return TypedResults.Empty;
    }

    // Larger than other bodies may be, but not endless and not slower than a bad line. A caller who sends before reading is no slow reader.
    private static void Permit(HttpContext context)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = MaxBodyBytes;
        }

        // Over HTTP/2 the connection's own limit stands.
        if (!HttpProtocol.IsHttp2(context.Request.Protocol) && context.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } bodyRate)
        {
            bodyRate.MinDataRate = SlowestBody;
        }

        if (context.Features.Get<IHttpMinResponseDataRateFeature>() is { } responseRate)
        {
            responseRate.MinDataRate = null;
        }
    }

    private static async Task AnswerAsync(HttpContext context, TimeProvider time, Func<AnswerSpool, Task> write)
    {
        await using var spool = new AnswerSpool();
        context.Response.ContentType = Ndjson;
        await context.Response.StartAsync(context.RequestAborted);
        var sent = spool.SendAsync(context.Response.Body, context.RequestAborted);
        try
        {
            await write(spool);
        }
        finally
        {
            spool.Complete();
            await DrainAsync(context, spool, sent, time);
        }
    }

    /// <summary>Everything is written: who takes nothing of it for a minute has gone.</summary>
    private static async Task DrainAsync(HttpContext context, AnswerSpool spool, Task sent, TimeProvider time)
    {
        while (!sent.IsCompleted)
        {
            var before = spool.Sent;
            await sent.WaitAsync(Patience, time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!sent.IsCompleted && spool.Sent == before)
            {
                context.Abort();
            }
        }

        await sent;
    }
}

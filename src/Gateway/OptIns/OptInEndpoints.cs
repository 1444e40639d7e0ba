using System.Security.Claims;
using Mogambo.Accounts;
using Mogambo.Gateway.Authentication;
using Mogambo.Gateway.Contacts;
using Mogambo.Gateway.Json;
using Mogambo.Gateway.Lists;
using Mogambo.OptIns;
using Mogambo.Storage;
using Mogambo.Storage.Contacts;
using Mogambo.Storage.Conversations;
using Mogambo.Storage.OptIns;

namespace Mogambo.Gateway.OptIns;

/// <summary><c>/v1/contacts/{number}/opt-in</c>: what a person agreed to, and the ledger of it.</summary>
internal static class OptInEndpoints
{
    public static void MapOptIns(this IEndpointRouteBuilder routes)
    {
        var optIn = routes.MapGroup("/contacts/{number}/opt-in").WithTags("Contacts");
        optIn.MapPut("", OptIn).RequireAuthorization(Scopes.ContactsWrite).WithSummary("Record that a person agreed to messages");
        optIn.MapDelete("", OptOut).RequireAuthorization(Scopes.ContactsWrite).WithSummary("Record that a person wants no more messages");
        optIn.MapGet("/history", History).RequireAuthorization(Scopes.ContactsRead).WithSummary("Show what a person decided, oldest first");
    }

    private static async Task<IResult> OptIn(
        string number,
        HttpRequest request,
        ClaimsPrincipal caller,
        AccountDirectory accounts,
        UserAliases aliases,
        IConversationQueries conversations,
        IContacts known,
        IOptIns optIns,
        ContactReader contacts,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        var (contact, problem) = await ContactRequest.ReadAsync(number, new(request), caller, accounts, aliases, cancellationToken);
        problem ??= await contact!.RefusalAsync(conversations, known, cancellationToken);
        if (problem is not null)
        {
            return problem;
        }

        var (body, wrong) = await OptInBody.ReadAsync(request, optOut: false, time.GetUtcNow(), cancellationToken);
        return wrong ?? await RecordAsync(OptInAction.OptedIn, contact!, body!, caller, optIns, contacts, time, cancellationToken);
    }

    private static async Task<IResult> OptOut(
        string number,
        HttpRequest request,
        ClaimsPrincipal caller,
        AccountDirectory accounts,
        UserAliases aliases,
        IOptIns optIns,
        ContactReader contacts,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        var (contact, problem) = await ContactRequest.ReadAsync(number, new(request), caller, accounts, aliases, cancellationToken);
        if (problem is not null)
        {
            return problem;
        }

        var (body, wrong) = await OptInBody.ReadAsync(request, optOut: true, time.GetUtcNow(), cancellationToken);
        return wrong ?? await RecordAsync(OptInAction.OptedOut, contact!, body!, caller, optIns, contacts, time, cancellationToken);
    }

    private static async Task<IResult> RecordAsync(
        OptInAction action,
        ContactRequest contact,
        OptInBody body,
        ClaimsPrincipal caller,
        IOptIns optIns,
        ContactReader contacts,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        var state = await optIns.FindAsync(contact.Account.Id, contact.User, cancellationToken);
        if (IsRepeat(action, contact, body, state))
        {
            return await contacts.ShowAsync(contact, cancellationToken, state);
        }

        var now = time.GetUtcNow();
        var results = await optIns.RecordAsync(
            [
                new NewOptIn
                {
                    Account = contact.Account.Id,
                    User = contact.User,
                    Number = contact.From,
                    Action = action,
                    At = body.At is { } at ? OptInTime.NoLaterThan(at, now) : now,
                    Source = body.Source,
                    Evidence = body.Evidence,
                    By = caller.KeyName(),
                },
            ],
            cancellationToken);
        return await contacts.ShowAsync(contact, cancellationToken, results[0].State);
    }

    // Without a time, the same request sent twice would be two decisions.
    private static bool IsRepeat(OptInAction action, ContactRequest contact, OptInBody body, OptInState state) =>
        body is { At: null, Evidence: null }
        && state.Decisions.FirstOrDefault(decision => decision.Number == contact.From && decision.Action is (OptInAction.OptedIn or OptInAction.OptedOut))
            is { } last
        && last.Action == action
        && last.Source == body.Source;

    private static async Task<IResult> History(
        string number,
        HttpRequest request,
        ClaimsPrincipal caller,
        AccountDirectory accounts,
        UserAliases aliases,
        IOptIns optIns,
        CancellationToken cancellationToken)
    {
        var query = new QueryReader(request);
        var limit = query.Limit();
        var after = query.Parsed<PageCursor>("after", "must be the next of the page before");
        var (contact, problem) = await ContactRequest.ReadAsync(number, query, caller, accounts, aliases, cancellationToken);
        if (problem is not null)
        {
            return problem;
        }

        var page = await optIns.HistoryAsync(contact!.Account.Id, contact.User, limit, after, cancellationToken);
        // Entries of other numbers are left out of their page, so a page may be short before the last one.
        var entries = page.Items.Where(entry => contact.From is null || entry.Number is null || entry.Number == contact.From);
        return TypedResults.Json(
            new Lists.Page<OptInEntryView>([.. entries.Select(OptInEntryView.Of)], page.Next?.ToString()), GatewayJson.Default.PageOptInEntryView);
    }
}

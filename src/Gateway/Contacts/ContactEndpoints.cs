using System.Security.Claims;
using Mogambo.Accounts;
using Mogambo.Conversations;
using Mogambo.Gateway.Authentication;
using Mogambo.Gateway.Json;
using Mogambo.Gateway.Lists;
using Mogambo.Gateway.Problems;
using Mogambo.Storage.Conversations;

namespace Mogambo.Gateway.Contacts;

/// <summary><c>GET /v1/contacts/{number}</c>: a person, known or not.</summary>
internal static class ContactEndpoints
{
    public static void MapContacts(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/contacts/{number}", Show)
            .RequireAuthorization(Scopes.ContactsRead)
            .WithTags("Contacts")
            .WithSummary("Show a person: names, opt-in, customer service window");

    private static async Task<IResult> Show(
        string number,
        HttpRequest request,
        ClaimsPrincipal caller,
        AccountDirectory accounts,
        IConversationQueries conversations,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        var query = new QueryReader(request);
        var from = query.Parsed<PhoneNumberId>("from", "must be a phone number id of the account");
        if (query.Problem() is { } problem)
        {
            return problem;
        }

        if (!UserParameter.TryParse(number, out var user))
        {
            return KnownProblems.InvalidRequest("number", UserParameter.Expectation);
        }

        if (!accounts.TryGetAccount(caller.Account(), out var account)
            || account.Numbers.FirstOrDefault(candidate => from is null || candidate.Id == from) is not { } business)
        {
            return KnownProblems.PhoneNumberNotFound();
        }

        var found = await conversations.FindAsync(account.Id, new ConversationId(business.Id, user), cancellationToken);
        var contact = Contact.Of(UserParameter.WithoutPlus(number), user, found?.Summary, time.GetUtcNow());
        return TypedResults.Json(contact, GatewayJson.Default.Contact);
    }
}

using System.Security.Claims;
using Mogambo.Accounts;
using Mogambo.Gateway.Authentication;

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
        UserAliases aliases,
        ContactReader contacts,
        CancellationToken cancellationToken)
    {
        var (contact, problem) = await ContactRequest.ReadAsync(number, new(request), caller, accounts, aliases, cancellationToken);
        return problem ?? await contacts.ShowAsync(contact!, cancellationToken);
    }
}

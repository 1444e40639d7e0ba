using System.Security.Claims;
using Mogambo.Accounts;
using Mogambo.Gateway.Authentication;
using Mogambo.Gateway.Problems;
using Mogambo.Storage.Secrets;

namespace Mogambo.Gateway.Contacts;

/// <summary><c>/v1/contacts/{number}</c>: a person, known or not, and how to erase them.</summary>
internal static class ContactEndpoints
{
    /// <summary>Longer than nearly every send; one that takes longer is asked for again.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(250);

    public static void MapContacts(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/contacts/{number}", Show)
            .RequireAuthorization(Scopes.ContactsRead)
            .WithTags("Contacts")
            .WithSummary("Show a person: names, opt-in, customer service window");
        routes.MapDelete("/contacts/{number}", Erase)
            .RequireAuthorization(Scopes.ContactsWrite)
            .WithTags("Contacts")
            .WithSummary("Erase a person's data; opt-outs and the protection against duplicates stay");
    }

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

    private static async Task<IResult> Erase(
        string number,
        HttpRequest request,
        ClaimsPrincipal caller,
        AccountDirectory accounts,
        UserAliases aliases,
        IGrainFactory grains,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        var (contact, problem) = await ContactRequest.ReadAsync(number, new(request), caller, accounts, aliases, cancellationToken);
        if (problem is not null)
        {
            return problem;
        }

        if (contact!.From is not null)
        {
            return KnownProblems.InvalidRequest("from", "must be left out: a person is erased for all numbers of the account");
        }

        var grain = grains.Contact(contact.Account.Id, contact.User);
        var started = time.GetTimestamp();
        try
        {
            while (!await grain.EraseAsync().WaitAsync(cancellationToken))
            {
                if (time.GetElapsedTime(started) >= s_patience)
                {
                    return KnownProblems.BeingSent();
                }

                await Task.Delay(s_pause, time, cancellationToken);
            }
        }
        catch (SecretUnreadableException exception)
        {
            return KnownProblems.SecretsUnavailable(exception.Message);
        }

        aliases.Forget(contact.Account.Id, contact.User);
        return TypedResults.NoContent();
    }
}

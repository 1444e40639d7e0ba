using System.Security.Claims;
using Mogambo.Accounts;
using Mogambo.Conversations;
using Mogambo.Gateway.Authentication;
using Mogambo.Gateway.Lists;
using Mogambo.Gateway.OptIns;
using Mogambo.Gateway.Problems;
using Mogambo.Storage.Contacts;
using Mogambo.Storage.Conversations;

namespace Mogambo.Gateway.Contacts;

/// <summary>Whom a request below <c>/v1/contacts/{number}</c> is about.</summary>
/// <param name="Number">As the caller wrote it, without a +.</param>
/// <param name="Business">The number that <c>?from=</c> names, otherwise the account's first.</param>
/// <param name="From">What <c>?from=</c> names; null: all numbers of the account.</param>
/// <param name="Problem">Why the number is no possible one; null if it is.</param>
internal sealed record ContactRequest(
    Account Account, UserId User, string Number, BusinessNumber Business, PhoneNumberId? From, string? Problem)
{
    public ConversationId Conversation => new(Business.Id, User);

    /// <summary>Reads the parameters; another account's number is not found.</summary>
    public static async Task<(ContactRequest? Contact, Problem? Problem)> ReadAsync(
        string number, QueryReader query, ClaimsPrincipal caller, AccountDirectory accounts, UserAliases aliases, CancellationToken cancellationToken)
    {
        var from = query.Parsed<PhoneNumberId>("from", "must be a phone number id of the account");
        if (query.Problem() is { } wrong)
        {
            return (null, wrong);
        }

        // Digits alone may be an id that WhatsApp gave: they name whom they name, whatever the rules of numbers say.
        if (!PhoneNumberText.TryRead(number, out var user, out var problem) && !UserParameter.TryParse(number, out user))
        {
            return (null, KnownProblems.InvalidRequest("number", UserParameter.Expectation));
        }

        if (!accounts.TryGetAccount(caller.Account(), out var account)
            || account.Numbers.FirstOrDefault(candidate => from is null || candidate.Id == from) is not { } business)
        {
            return (null, KnownProblems.PhoneNumberNotFound());
        }

        var written = UserParameter.WithoutPlus(number);
        var shown = UserParameter.TryParse(number, out _) ? written : user.Value;
        user = await aliases.FindAsync(account.Id, user, cancellationToken);
        return (new ContactRequest(account, user, shown, business, from, problem), null);
    }

    /// <summary>Whether the number cannot be one, and nobody has ever written from it.</summary>
    public async Task<Problem?> RefusalAsync(
        IConversationQueries conversations, IContacts contacts, CancellationToken cancellationToken) =>
        Problem is { } reason
        && await contacts.FindAsync(Account.Id, User, cancellationToken) is null
        && await conversations.FindAsync(Account.Id, Conversation, cancellationToken) is null
            ? OptInProblems.InvalidNumber(reason)
            : null;
}

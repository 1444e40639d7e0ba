using Mogambo.Accounts;
using Mogambo.Storage.Contacts;

namespace Mogambo.Gateway.Contacts;

/// <summary>
/// Looks a user up in what WhatsApp told: a person known by number and by business-scoped id is one, whichever is given. Wakes no grain:
/// most numbers are their own answer.
/// </summary>
internal sealed class UserLookupByNumber(IContacts contacts, TimeProvider time) : IUserLookup
{
    public async Task<UserLookup> FindAsync(Account account, string to, CancellationToken cancellationToken)
    {
        var isNumber = PhoneNumberText.TryRead(to, out var user, out var problem);
        if (!isNumber && !UserParameter.TryParse(to, out user))
        {
            return new UserLookup.InvalidNumber(problem!);
        }

        if (user.IsBusinessScoped)
        {
            if (await contacts.FindNumberAsync(account.Id, user, cancellationToken) is not { } number)
            {
                return new UserLookup.Found(user, null);
            }

            user = number;
        }

        var known = await contacts.FindAsync(account.Id, user, cancellationToken);
        return known switch
        {
            // Whom WhatsApp itself named exists, whatever the rules of numbers say.
            null when !isNumber => new UserLookup.InvalidNumber(problem!),
            { } contact when contact.IsAbsentAt(time.GetUtcNow()) => new UserLookup.NotOnWhatsApp(),
            _ => new UserLookup.Found(user, known?.WaId),
        };
    }
}

using Mogambo.Accounts;
using Mogambo.Conversations;

namespace Mogambo.Gateway.Contacts;

/// <summary>Finds the user whom a caller means: by a phone number in any sensible form, a <c>wa_id</c> or a business-scoped user id.</summary>
internal interface IUserLookup
{
    Task<UserLookup> FindAsync(Account account, string to, CancellationToken cancellationToken);
}

/// <summary>What a look-up found.</summary>
internal abstract record UserLookup
{
    private UserLookup()
    {
    }

    /// <param name="WaId">The address, where it is known to differ from the user's canonical form.</param>
    internal sealed record Found(UserId User, string? WaId) : UserLookup;

    /// <summary>No phone number could look like this.</summary>
    /// <param name="Reason">A sentence for the caller.</param>
    internal sealed record InvalidNumber(string Reason) : UserLookup;

    /// <summary>WhatsApp said so.</summary>
    internal sealed record NotOnWhatsApp : UserLookup;
}

using Mogambo.Accounts;
using Mogambo.Conversations;

namespace Mogambo.Gateway.Contacts;

/// <summary>Finds whose conversation it is that a caller names by number or id.</summary>
internal interface IUserLookup
{
    Task<UserLookup> FindAsync(Account account, string to, CancellationToken cancellationToken);
}

/// <summary>What a look-up came to.</summary>
internal abstract record UserLookup
{
    private UserLookup()
    {
    }

    /// <param name="WaId">The address, exactly as WhatsApp gave it, if it ever did.</param>
    public sealed record Found(UserId User, string? WaId) : UserLookup;

    /// <param name="Reason">What is wrong with the number and what to do.</param>
    public sealed record InvalidNumber(string Reason) : UserLookup;

    /// <summary>WhatsApp said so.</summary>
    public sealed record NotOnWhatsApp : UserLookup;
}

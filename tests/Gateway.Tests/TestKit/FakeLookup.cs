using Mogambo.Accounts;
using Mogambo.Conversations;
using Mogambo.Gateway.Contacts;

namespace Mogambo.Gateway.Tests.TestKit;

/// <summary>Knows two numbers that cannot be sent to; every other is the user it looks like.</summary>
internal sealed class FakeLookup : IUserLookup
{
    public const string Invalid = "+1 23";
    public const string NotOnWhatsApp = "+14155550000";

    public Task<UserLookup> FindAsync(Account account, string to, CancellationToken cancellationToken) => Task.FromResult<UserLookup>(to switch
    {
        Invalid => new UserLookup.InvalidNumber("It is too short."),
        NotOnWhatsApp => new UserLookup.NotOnWhatsApp(),
        _ => new UserLookup.Found(UserId.Parse(to.TrimStart('+')), to.StartsWith('+') ? to[1..] : null),
    });
}

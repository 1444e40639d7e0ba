using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using Mogambo.Accounts;

namespace Mogambo.Subscriptions;

/// <summary>Names a subscription: <c>sub_</c> and 26 characters of Crockford base32.</summary>
public readonly record struct SubscriptionId(Guid Value) : IParsable<SubscriptionId>
{
    private const string Prefix = "sub_";

    public static SubscriptionId New(DateTimeOffset now) => new(Guid.CreateVersion7(now));

    /// <summary>The id of a configured one, the same as long as its account and address are.</summary>
    public static SubscriptionId OfConfigured(AccountId account, Uri url) =>
        new(PrefixedId.OfHash(SHA256.HashData(Encoding.UTF8.GetBytes($"{account}\n{url.AbsoluteUri}"))));

    public static SubscriptionId Parse(string s, IFormatProvider? provider = null) =>
        TryParse(s, provider, out var id) ? id : throw new FormatException("A subscription id is sub_ and 26 characters.");

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out SubscriptionId result)
    {
        var isId = PrefixedId.TryParse(Prefix, s, out var value);
        result = new(value);
        return isId;
    }

    public override string ToString() => PrefixedId.Format(Prefix, Value);
}

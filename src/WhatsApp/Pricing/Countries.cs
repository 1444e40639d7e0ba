using System.Collections.Concurrent;
using Mogambo.Conversations;
using PhoneNumbers;

namespace Mogambo.WhatsApp.Pricing;

/// <summary>The country of a user, which decides the price (fact sheet 11.4).</summary>
internal static class Countries
{
    // Every message asks, and the look-up takes longer than the rest of the price.
    private const int MaxKnown = 50_000;

    private static readonly ConcurrentDictionary<UserId, string?> s_known = [];
    private static int s_count;

    /// <returns>ISO 3166 alpha-2; null if the user's id tells none.</returns>
    public static string? Of(UserId user)
    {
        if (user.IsBusinessScoped)
        {
            return user.Value[..2];
        }

        if (!s_known.TryGetValue(user, out var country))
        {
            country = Find(user);
            Remember(user, country);
        }

        return country;
    }

    private static void Remember(UserId user, string? country)
    {
        if (Interlocked.Increment(ref s_count) > MaxKnown)
        {
            s_known.Clear();
            Interlocked.Exchange(ref s_count, 0);
        }

        s_known[user] = country;
    }

    private static string? Find(UserId user)
    {
        var numbers = PhoneNumberUtil.GetInstance();
        try
        {
            var number = numbers.Parse($"+{user.Value}", null);
            // Test numbers and new ranges are valid in no country: their calling code's main one stands for them.
            var country = numbers.GetRegionCodeForNumber(number) ?? numbers.GetRegionCodeForCountryCode(number.CountryCode);
            return country is { Length: 2 } and not "ZZ" ? country : null;
        }
        catch (NumberParseException)
        {
            return null;
        }
    }
}

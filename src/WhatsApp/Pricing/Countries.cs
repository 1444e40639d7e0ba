using Mogambo.Conversations;
using PhoneNumbers;

namespace Mogambo.WhatsApp.Pricing;

/// <summary>The country of a user, which decides the price (fact sheet 11.4).</summary>
internal static class Countries
{
    /// <returns>ISO 3166 alpha-2; null if the user's id tells none.</returns>
    public static string? Of(UserId user)
    {
        if (user.IsBusinessScoped)
        {
            return user.Value[..2];
        }

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

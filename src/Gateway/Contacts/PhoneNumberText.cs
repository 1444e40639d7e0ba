using System.Globalization;
using System.Text;
using Mogambo.Conversations;
using PhoneNumbers;

namespace Mogambo.Gateway.Contacts;

/// <summary>
/// Reads a user as people write one: a phone number with its country code in any sensible form, a <c>wa_id</c>, or a business-scoped user
/// id. A number is refused only if it is not <em>possible</em> (contract section 3): whether it is in use nobody knows but WhatsApp.
/// </summary>
internal static class PhoneNumberText
{
    private const int MaxLength = 160;

    private const string Example = "write + and the country code first, such as +14155550123";

    private static readonly string[] Prefixes = ["tel:", "whatsapp:"];

    private static readonly PhoneNumberUtil Numbers = PhoneNumberUtil.GetInstance();

    /// <param name="problem">What is wrong and what to do; null if it is a user.</param>
    public static bool TryRead(string? text, out UserId user, out string? problem)
    {
        user = default;
        if (string.IsNullOrWhiteSpace(text))
        {
            problem = $"There is no number; {Example}.";
            return false;
        }

        if (text.Length > MaxLength)
        {
            problem = $"It is longer than a number can be; {Example}.";
            return false;
        }

        if (UserId.TryParse(text.Trim(), null, out user) && user.IsBusinessScoped)
        {
            problem = null;
            return true;
        }

        problem = Digits(WithoutPrefix(text.Trim()), out var digits) ?? Judge(digits, out user);
        return problem is null;
    }

    private static string WithoutPrefix(string text)
    {
        foreach (var prefix in Prefixes)
        {
            if (text.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
            {
                return text[prefix.Length..];
            }
        }

        return text;
    }

    /// <summary>The digits behind + or 00, in ASCII; otherwise what is wrong.</summary>
    private static string? Digits(string text, out string digits)
    {
        var read = new StringBuilder(text.Length);
        var isInternational = false;
        digits = "";
        foreach (var c in text)
        {
            if (CharUnicodeInfo.GetDecimalDigitValue(c) is >= 0 and var digit)
            {
                read.Append((char)('0' + digit));
            }
            else if (c is '+' or '\uFF0B' or '\uFE62')
            {
                if (isInternational || read.Length > 0)
                {
                    return $"A + stands only before the country code; {Example}.";
                }

                isInternational = true;
            }
            else if (char.IsLetter(c))
            {
                return $"A number holds no letters; write its digits: {Example}.";
            }
            else if (!IsSeparator(c))
            {
                return $"It holds a character that does not belong into a number; {Example}.";
            }
        }

        digits = read.ToString();
        if (digits.Length == 0)
        {
            return $"It holds no digits; {Example}.";
        }

        if (digits.StartsWith("00", StringComparison.Ordinal))
        {
            digits = digits[2..];
        }

        return digits is [] or ['0', ..] ? $"It has no country code; {Example}." : null;
    }

    // Spaces of every width, dashes, dots, slashes, brackets, and the marks that copying from a page or a mail brings along.
    private static bool IsSeparator(char c) =>
        c is '.' or '\uFF0E' or '\u00B7' or '\u2022' or '/' or '\uFF0F' or '\u2044' or '\u2212' or '\uFF0D'
        || CharUnicodeInfo.GetUnicodeCategory(c) is UnicodeCategory.SpaceSeparator or UnicodeCategory.DashPunctuation
            or UnicodeCategory.OpenPunctuation or UnicodeCategory.ClosePunctuation or UnicodeCategory.Format
        || char.IsWhiteSpace(c);

    /// <summary>Whether the digits can be a number at all. National prefixes, such as the 0 of +49 (0)171, go here.</summary>
    private static string? Judge(string digits, out UserId user)
    {
        // In canonical form first: the old Mexican form is too long for those who know its new one only.
        if (!UserId.TryParse(digits, null, out user))
        {
            return digits.Length < 3 ? TooShort : TooLong;
        }

        try
        {
            var number = Numbers.Parse("+" + user.Value, null);
            switch (Numbers.IsPossibleNumberWithReason(number))
            {
                case PhoneNumberUtil.ValidationResult.TOO_SHORT:
                    return TooShort;
                case PhoneNumberUtil.ValidationResult.TOO_LONG:
                    return TooLong;
                case PhoneNumberUtil.ValidationResult.INVALID_LENGTH:
                    return $"No number of country code +{number.CountryCode} has so many digits; write all of it, with its area code.";
                case PhoneNumberUtil.ValidationResult.INVALID_COUNTRY_CODE:
                    return NoCountry;
                default:
                    user = UserId.Parse(Numbers.Format(number, PhoneNumberFormat.E164)[1..]);
                    return null;
            }
        }
        catch (NumberParseException exception)
        {
            return exception.ErrorType switch
            {
                ErrorType.INVALID_COUNTRY_CODE => NoCountry,
                ErrorType.TOO_LONG => TooLong,
                _ => TooShort,
            };
        }
    }

    private static string TooShort => $"It is too short for a number; write all of it, with country and area code: {Example}.";

    private static string TooLong => $"It is too long for a number; write one number without an extension: {Example}.";

    private static string NoCountry => $"It does not begin with a country code; {Example}.";
}

using System.Diagnostics.CodeAnalysis;

namespace Mogambo.Conversations;

/// <summary>
/// A person on WhatsApp in canonical form: the digits of a <c>wa_id</c>, or a business-scoped user id (<c>US.1234…</c>) where WhatsApp
/// hides the number (2026). Brazilian, Mexican and Argentinian mobile numbers are written with and without an extra digit; both forms
/// are one person here. The exact <c>wa_id</c> that WhatsApp gave last is state of the conversation and is the address.
/// </summary>
[GenerateSerializer, Immutable, Alias("mogambo.user-id")]
public readonly record struct UserId : IParsable<UserId>
{
    /// <summary>How what stands instead of a person who was erased begins.</summary>
    public const string Erased = "ZZ.";

    private UserId(string value) => Value = value;

    [Id(0)]
    public string Value { get; private init; }

    public bool IsBusinessScoped => Value.Contains('.', StringComparison.Ordinal);

    /// <summary>Whether it stands for a person who was erased. No country is <c>ZZ</c>, so no user of WhatsApp's is named like it.</summary>
    public bool IsErased => Value.StartsWith(Erased, StringComparison.Ordinal);

    /// <summary>What stands instead of a person who was erased.</summary>
    /// <param name="hash">A keyed hash of who it was, 32 bytes.</param>
    public static UserId OfErased(ReadOnlySpan<byte> hash) => new(Erased + Convert.ToHexStringLower(hash));

    /// <exception cref="FormatException">Neither 3 to 20 digits nor a business-scoped user id.</exception>
    public static UserId Parse(string s, IFormatProvider? provider = null) =>
        TryParse(s, provider, out var id)
            ? id
            : throw new FormatException("A user is the digits of a WhatsApp id (3 to 20) or a business-scoped user id such as US.1234.");

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out UserId result)
    {
        if (Digits.Are(s, 3, 20))
        {
            result = new(Canonical(s!));
            return true;
        }

        result = IsBusinessScopedId(s) ? new(s!) : default;
        return result.Value is not null;
    }

    public override string ToString() => Value;

    private static string Canonical(string digits) => digits switch
    {
        // Brazil: mobiles got a ninth digit; WhatsApp still gives either. Subscriber numbers of mobiles begin with 6 to 9.
        ['5', '5', _, _, >= '6' and <= '9', ..] when digits.Length == 12 => string.Concat(digits.AsSpan(0, 4), "9", digits.AsSpan(4)),
        // Mexico: 52 1 and ten digits is the old mobile form of 52 and ten digits.
        ['5', '2', '1', ..] when digits.Length == 13 => string.Concat("52", digits.AsSpan(3)),
        // Argentina: 54 9 and ten digits is the mobile form of 54 and ten digits.
        ['5', '4', '9', ..] when digits.Length == 13 => string.Concat("54", digits.AsSpan(3)),
        _ => digits,
    };

    // ISO 3166 alpha-2, a dot, up to 128 letters and digits; parent ids read "US.ENT.1234".
    private static bool IsBusinessScopedId(ReadOnlySpan<char> text)
    {
        if (text.Length is < 4 or > 135 || !char.IsAsciiLetterUpper(text[0]) || !char.IsAsciiLetterUpper(text[1]) || text[2] != '.')
        {
            return false;
        }

        foreach (var c in text[3..])
        {
            if (!char.IsAsciiLetterOrDigit(c) && c != '.')
            {
                return false;
            }
        }

        return true;
    }
}

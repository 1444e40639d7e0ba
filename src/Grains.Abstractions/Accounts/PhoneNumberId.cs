using System.Diagnostics.CodeAnalysis;

namespace Mogambo.Accounts;

/// <summary>A business number of an account. Digits; WhatsApp's id of the number, not the number itself.</summary>
[GenerateSerializer, Immutable, Alias("mogambo.phone-number-id")]
public readonly record struct PhoneNumberId([property: Id(0)] string Value) : IParsable<PhoneNumberId>
{
    public static PhoneNumberId Parse(string s, IFormatProvider? provider = null) =>
        TryParse(s, provider, out var id) ? id : throw new FormatException("A phone number id is 1 to 32 digits.");

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out PhoneNumberId result)
    {
        result = new(s!);
        return Digits.Are(s, 1, 32);
    }

    public override string ToString() => Value;
}

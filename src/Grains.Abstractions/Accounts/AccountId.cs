using System.Diagnostics.CodeAnalysis;

namespace Mogambo.Accounts;

/// <summary>A WhatsApp Business Account (WABA): the tenant. Digits, as <c>entry[].id</c> of its webhooks names it.</summary>
[GenerateSerializer, Immutable, Alias("mogambo.account-id")]
public readonly record struct AccountId([property: Id(0)] string Value) : IParsable<AccountId>
{
    public static AccountId Parse(string s, IFormatProvider? provider = null) =>
        TryParse(s, provider, out var id) ? id : throw new FormatException("An account id is 1 to 32 digits.");

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out AccountId result)
    {
        result = new(s!);
        return Digits.Are(s, 1, 32);
    }

    public override string ToString() => Value;
}

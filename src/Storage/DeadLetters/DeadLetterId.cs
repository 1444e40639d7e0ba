using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using Mogambo.Accounts;

namespace Mogambo.Storage.DeadLetters;

/// <summary>
/// The id of a dead letter: a hash of what it holds, so that a repeated webhook adds no second one. Shown as <c>dlq_</c> and 26 characters
/// of Crockford base32.
/// </summary>
public readonly record struct DeadLetterId(Guid Value) : IParsable<DeadLetterId>
{
    private const string Prefix = "dlq_";

    public static DeadLetterId Of(AccountId account, ReadOnlySpan<byte> raw)
    {
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        sha.AppendData(Encoding.ASCII.GetBytes(account.Value));
        sha.AppendData("\n"u8);
        sha.AppendData(raw);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        sha.GetHashAndReset(hash);
        return new(PrefixedId.OfHash(hash));
    }

    public static DeadLetterId Parse(string s, IFormatProvider? provider = null) =>
        TryParse(s, provider, out var id) ? id : throw new FormatException("A dead letter id is dlq_ and 26 characters.");

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out DeadLetterId result)
    {
        var isId = PrefixedId.TryParse(Prefix, s, out var value);
        result = new(value);
        return isId;
    }

    public override string ToString() => PrefixedId.Format(Prefix, Value);
}

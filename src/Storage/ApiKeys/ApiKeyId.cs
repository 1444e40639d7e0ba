using System.Diagnostics.CodeAnalysis;

namespace Mogambo.Storage.ApiKeys;

/// <summary>Names an API key without telling it: <c>key_</c> and 26 characters.</summary>
public readonly record struct ApiKeyId(Guid Value) : IParsable<ApiKeyId>
{
    private const string Prefix = "key_";

    public static ApiKeyId New(DateTimeOffset now) => new(Guid.CreateVersion7(now));

    public static ApiKeyId Parse(string s, IFormatProvider? provider = null) =>
        TryParse(s, provider, out var id) ? id : throw new FormatException("An API key's id is key_ and 26 characters.");

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out ApiKeyId result)
    {
        var isId = PrefixedId.TryParse(Prefix, s, out var value);
        result = new(value);
        return isId;
    }

    public override string ToString() => PrefixedId.Format(Prefix, Value);
}

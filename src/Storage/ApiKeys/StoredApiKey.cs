using Mogambo.Accounts;

namespace Mogambo.Storage.ApiKeys;

/// <summary>A key that was made by API.</summary>
/// <param name="Hash">The SHA-256 of the whole key; the key itself is kept nowhere.</param>
/// <param name="LastCharacters">The key's last four, by which people tell keys apart.</param>
/// <param name="ExpiresAt">Null: it holds until it is revoked.</param>
public sealed record StoredApiKey(
    ApiKeyId Id,
    AccountId Account,
    string Name,
    byte[] Hash,
    string LastCharacters,
    IReadOnlyList<string> Scopes,
    DateTimeOffset CreatedAt,
    DateTimeOffset? ExpiresAt);

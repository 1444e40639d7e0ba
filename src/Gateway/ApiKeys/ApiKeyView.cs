using System.Text.Json.Serialization;
using Mogambo.Gateway.Authentication;
using Mogambo.Storage.ApiKeys;

namespace Mogambo.Gateway.ApiKeys;

/// <summary>A key as the API shows it.</summary>
/// <param name="LastCharacters">By which people tell keys apart.</param>
/// <param name="Source"><c>api</c> or <c>configuration</c>.</param>
/// <param name="CreatedAt">Null for configured keys.</param>
internal sealed record ApiKeyView(
    string Id,
    string Name,
    IReadOnlyList<string> Scopes,
    string LastCharacters,
    string Source,
    DateTimeOffset? CreatedAt,
    DateTimeOffset? ExpiresAt)
{
    /// <summary>The key itself: in the answer to its making, and never again.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Key { get; init; }

    public static ApiKeyView Of(StoredApiKey key) =>
        new(key.Id.ToString(), key.Name, key.Scopes, key.LastCharacters, "api", key.CreatedAt, key.ExpiresAt);

    public static ApiKeyView OfConfigured(ApiKey key) =>
        Of(key.Stored) with { Source = "configuration", CreatedAt = null };
}

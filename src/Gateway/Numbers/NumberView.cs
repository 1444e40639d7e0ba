using System.Text.Json.Serialization;
using Mogambo.Accounts;
using Mogambo.Messages;
using Mogambo.Storage.Numbers;

namespace Mogambo.Gateway.Numbers;

/// <summary>A number as the API shows it. Its token is never shown.</summary>
/// <param name="Status"><c>connected</c> or <c>parked</c>.</param>
/// <param name="UniqueUsersPer24h">0: no limit.</param>
/// <param name="Quality"><c>flagged</c> or <c>unflagged</c>; null until WhatsApp says so by webhook.</param>
/// <param name="MessagingLimit">As WhatsApp writes it; null until it says so by webhook.</param>
internal sealed record NumberView(
    string Id,
    string? DisplayPhoneNumber,
    string Api,
    string Status,
    int MessagesPerSecond,
    [property: JsonPropertyName("unique_users_per_24h")] int UniqueUsersPer24h,
    string? Quality,
    string? MessagingLimit)
{
    /// <summary>Why it is parked, and what to do.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public MessageError? Error { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? ParkedAt { get; init; }

    public static NumberView Of(BusinessNumber number, NumberHealth? health) => new(
        number.Id.Value,
        number.Options.DisplayPhoneNumber,
        number.Options.Api == InstanceApi.Cloud ? "cloud" : "on_premises",
        health?.Park is null ? "connected" : "parked",
        number.Options.MessagesPerSecond,
        number.Options.UniqueUsersPer24h,
        health?.Quality,
        health?.MessagingLimit)
    {
        Error = health?.Park?.Error,
        ParkedAt = health?.Park?.At,
    };
}

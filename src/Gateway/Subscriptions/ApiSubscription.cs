using System.Text.Json.Serialization;
using Mogambo.Storage.Subscriptions;

namespace Mogambo.Gateway.Subscriptions;

/// <summary>A subscription as the API shows it.</summary>
/// <param name="Source"><c>api</c>, or <c>configuration</c>: then it changes only there.</param>
/// <param name="Status"><c>active</c>, <c>paused</c> (nothing was taken for five days) or <c>disabled</c> (the receiver answered 410).</param>
/// <param name="Cursor">How far the feed has been taken out.</param>
internal sealed record ApiSubscription(
    string Id,
    string Source,
    string Url,
    string? Description,
    IReadOnlyList<string> Events,
    string Status,
    string? Reason,
    DateTimeOffset? FailingSince,
    string Cursor,
    DateTimeOffset CreatedAt)
{
    /// <summary>Shown once, where it was made.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Secret { get; init; }

    public static ApiSubscription Of(Subscription subscription) => new(
        subscription.Id.ToString(),
        subscription.Source == SubscriptionSource.Api ? "api" : "configuration",
        subscription.Url,
        subscription.Description,
        subscription.Events,
        subscription.Status switch
        {
            SubscriptionStatus.Active => "active",
            SubscriptionStatus.Paused => "paused",
            SubscriptionStatus.Disabled => "disabled",
            var status => throw new InvalidOperationException($"There is no word for {status}."),
        },
        subscription.Reason,
        subscription.FailingSince,
        subscription.Cursor.ToString(),
        subscription.CreatedAt);
}

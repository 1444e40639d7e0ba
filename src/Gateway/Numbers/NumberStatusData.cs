using System.Text.Json.Serialization;

namespace Mogambo.Gateway.Numbers;

/// <summary>The <c>data</c> of an event <c>number.status</c>. What WhatsApp did not say is left out.</summary>
/// <param name="Event">WhatsApp's word in lower case: <c>flagged</c>, <c>throughput_upgrade</c>, <c>account_restriction</c>, …</param>
internal sealed record NumberStatusData(string Number, string? DisplayPhoneNumber, string Event)
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Quality { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? MessagingLimit { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Severity { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Description { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<NumberRestriction>? Restrictions { get; init; }
}

/// <param name="EndsAt">Null where WhatsApp says none.</param>
internal sealed record NumberRestriction(string Type, DateTimeOffset? EndsAt);

namespace Mogambo.Storage.Usage;

/// <summary>By what usage is added up.</summary>
public enum UsageGroup
{
    Day,
    Template,
    Category,
    Country,
}

/// <summary>Outbound messages added up, one currency a row.</summary>
/// <param name="Key">The day (<c>2026-11-22</c>, UTC), the template, the category or the country; null where a message has none.</param>
/// <param name="Messages">Claimed at least once.</param>
/// <param name="Accepted">Taken by the instance and not failed.</param>
/// <param name="BookedMicros">What WhatsApp's <c>pricing</c> objects come to, millionths of the currency.</param>
/// <param name="EstimatedMicros">What messages without such an object are expected to cost; failed ones cost nothing.</param>
/// <param name="Currency">Null for messages without a price.</param>
public sealed record UsageRow(
    string? Key, string? Currency, long Messages, long Accepted, long Delivered, long Failed, long BookedMicros, long EstimatedMicros);

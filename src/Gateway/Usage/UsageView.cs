using System.Globalization;
using Mogambo.Storage.Usage;

namespace Mogambo.Gateway.Usage;

/// <param name="To">Not included.</param>
internal sealed record UsageView(DateTimeOffset From, DateTimeOffset To, string GroupBy, IReadOnlyList<UsageSum> Data);

/// <summary>Messages of one group and currency, added up.</summary>
/// <param name="Key">The day, template, category or country; null where messages have none.</param>
/// <param name="Cost">What WhatsApp booked; null without a currency.</param>
/// <param name="Estimated">What messages that are not booked yet are expected to cost.</param>
internal sealed record UsageSum(
    string? Key, long Messages, long Accepted, long Delivered, long Failed, string? Cost, string? Estimated, string? Currency)
{
    private const decimal Million = 1_000_000m;

    public static UsageSum Of(UsageRow row) => new(
        row.Key, row.Messages, row.Accepted, row.Delivered, row.Failed, Amount(row, row.BookedMicros), Amount(row, row.EstimatedMicros), row.Currency);

    private static string? Amount(UsageRow row, long micros) =>
        row.Currency is null ? null : (micros / Million).ToString("0.######", CultureInfo.InvariantCulture);
}

using System.Globalization;
using Dapper;
using Mogambo.Accounts;
using Mogambo.Messages;

namespace Mogambo.Storage.Usage;

/// <inheritdoc cref="IUsage"/>
/// <remarks>Reads the messages of the time asked for: months are partitions, and counters beside them would be one row that every send waits for.</remarks>
internal sealed class UsageQueries(IDatabase database) : IUsage
{
    private const long MillisecondsOfDay = 24 * 60 * 60 * 1000;

    private static readonly string s_sums = $"""
        count(*) as Messages,
        sum(case when m.rank % 16 > 0 and m.rank % 16 <> {(int)MessageStatus.Failed} then 1 else 0 end) as Accepted,
        sum(case when m.delivered_at is not null or m.read_at is not null or m.played_at is not null then 1 else 0 end) as Delivered,
        sum(case when m.phase = {(int)MessagePhase.Failed} or m.rank % 16 = {(int)MessageStatus.Failed} then 1 else 0 end) as Failed,
        cast(sum(case when m.price_booked then m.price_micros else 0 end) as bigint) as Booked,
        cast(sum(case when not m.price_booked and m.phase <> {(int)MessagePhase.Failed} and m.rank % 16 <> {(int)MessageStatus.Failed}
            then m.price_micros else 0 end) as bigint) as Estimated
        """;

    public Task<IReadOnlyList<UsageRow>> SumAsync(
        AccountId account, DateTimeOffset from, DateTimeOffset to, UsageGroup group, CancellationToken cancellationToken = default)
    {
        var key = group switch
        {
            UsageGroup.Day => $"cast(m.at / {MillisecondsOfDay} as text)",
            UsageGroup.Template => "m.template",
            UsageGroup.Category => "m.category",
            UsageGroup.Country => "m.country",
            _ => throw new ArgumentOutOfRangeException(nameof(group)),
        };
        var sql = $"""
            select {key} as Key, m.price_currency as Currency, {s_sums}
            from message m
            where m.account = @account and m.at >= @from and m.at < @to and m.direction = 1 and m.rank > 0
            group by 1, 2 order by 1, 2
            """;
        var arguments = new { account = account.Value, from = from.ToUnixTimeMilliseconds(), to = to.ToUnixTimeMilliseconds() };
        return database.ReadAsync<IReadOnlyList<UsageRow>>(
            async connection =>
            {
                var rows = await connection.QueryAsync<Row>(new CommandDefinition(sql, arguments, cancellationToken: cancellationToken));
                return [.. rows.Select(row => row.ToUsage(group))];
            },
            cancellationToken);
    }

    private sealed class Row
    {
        public string? Key { get; init; }

        public string? Currency { get; init; }

        public long Messages { get; init; }

        public long Accepted { get; init; }

        public long Delivered { get; init; }

        public long Failed { get; init; }

        public long? Booked { get; init; }

        public long? Estimated { get; init; }

        public UsageRow ToUsage(UsageGroup group) => new(
            group == UsageGroup.Day ? DayOf(Key!) : Key, Currency, Messages, Accepted, Delivered, Failed, Booked ?? 0, Estimated ?? 0);

        private static string DayOf(string number) => DateOnly
            .FromDateTime(DateTime.UnixEpoch.AddDays(long.Parse(number, CultureInfo.InvariantCulture)))
            .ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
    }
}

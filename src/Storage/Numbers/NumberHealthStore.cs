using Dapper;
using Mogambo.Accounts;
using Mogambo.Storage.Conversations;

namespace Mogambo.Storage.Numbers;

/// <inheritdoc cref="INumberHealth"/>
internal sealed class NumberHealthStore(IDatabase database) : INumberHealth
{
    private const string Find = """
        select phone_number_id as Number, quality as Quality, messaging_limit as MessagingLimit, health_at as At,
            parked_token_hash as ParkedTokenHash, parked_error as ParkedError, parked_at as ParkedAt
        from number where phone_number_id in
        """;

    // Two changes of one entry have the same time, and both count.
    private const string Record = """
        insert into number (phone_number_id, quality, messaging_limit, health_at) values (@number, @quality, @messagingLimit, @at)
        on conflict (phone_number_id) do update
        set quality = coalesce(excluded.quality, number.quality),
            messaging_limit = coalesce(excluded.messaging_limit, number.messaging_limit),
            health_at = excluded.health_at
        where number.health_at is null or number.health_at <= excluded.health_at
        """;

    public Task<IReadOnlyDictionary<PhoneNumberId, NumberHealth>> FindAsync(
        IReadOnlyCollection<PhoneNumberId> numbers, CancellationToken cancellationToken = default)
    {
        if (numbers.Count == 0)
        {
            return Task.FromResult<IReadOnlyDictionary<PhoneNumberId, NumberHealth>>(new Dictionary<PhoneNumberId, NumberHealth>());
        }

        // One parameter each: of a list, Dapper makes an array on PostgreSQL, and SQLite has none.
        var arguments = new DynamicParameters();
        var names = numbers.Select((number, n) =>
        {
            arguments.Add($"n{n}", number.Value);
            return $"@n{n}";
        });
        var sql = $"{Find} ({string.Join(", ", names)})";
        return database.ReadAsync<IReadOnlyDictionary<PhoneNumberId, NumberHealth>>(
            async connection =>
            {
                var rows = await connection.QueryAsync<Row>(new CommandDefinition(sql, arguments, cancellationToken: cancellationToken));
                return rows.ToDictionary(row => new PhoneNumberId(row.Number), row => row.ToHealth());
            },
            cancellationToken);
    }

    public async Task<bool> RecordAsync(PhoneNumberId number, NumberNews news, CancellationToken cancellationToken = default)
    {
        var arguments = new
        {
            number = number.Value,
            quality = CleanText.Of(news.Quality),
            messagingLimit = CleanText.Of(news.MessagingLimit),
            at = news.At.ToUnixTimeMilliseconds(),
        };
        return await database.WriteAsync(
            transaction => transaction.Connection!.ExecuteAsync(
                new CommandDefinition(Record, arguments, transaction, cancellationToken: cancellationToken)),
            cancellationToken) > 0;
    }

    private sealed class Row
    {
        public required string Number { get; init; }

        public string? Quality { get; init; }

        public string? MessagingLimit { get; init; }

        public long? At { get; init; }

        public string? ParkedTokenHash { get; init; }

        public string? ParkedError { get; init; }

        public long? ParkedAt { get; init; }

        public NumberHealth ToHealth() => new(
            Quality,
            MessagingLimit,
            At is { } at ? DateTimeOffset.FromUnixTimeMilliseconds(at) : null,
            ParkedTokenHash is null ? null : new NumberPark(
                ParkedTokenHash, MessageErrorJson.Parse(ParkedError!), DateTimeOffset.FromUnixTimeMilliseconds(ParkedAt ?? 0)));
    }
}

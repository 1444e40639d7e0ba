using System.Data.Common;
using Dapper;
using Mogambo.Accounts;
using Mogambo.Storage.Conversations;
using Mogambo.Storage.Events;

namespace Mogambo.Storage.Numbers;

/// <inheritdoc cref="INumberParks"/>
internal sealed class NumberParks(IDatabase database, EventFeeds feeds) : INumberParks
{
    private const string Find = """
        select parked_token_hash as Hash, parked_error as Error, parked_at as At
        from number where phone_number_id = @number and parked_token_hash is not null
        """;

    private const string Lift = """
        update number set parked_token_hash = null, parked_error = null, parked_at = null
        where phone_number_id = @number and parked_token_hash is not null and parked_token_hash <> @currentTokenHash
        """;

    private const string AccountOf = "select account from number where phone_number_id = @number";

    private const string Tell = """
        insert into event (account, type, subject, data, at, recorded_at) values (@Account, @Type, @Subject, @Data, @At, @RecordedAt)
        """;

    private readonly string _release = NumberRelease.Sql(database);

    public Task<NumberPark?> FindAsync(PhoneNumberId number, CancellationToken cancellationToken = default) => database.ReadAsync(
        async connection =>
        {
            var row = await connection.QuerySingleOrDefaultAsync<Row>(
                new CommandDefinition(Find, new { number = number.Value }, cancellationToken: cancellationToken));
            return row is null ? null : new NumberPark(row.Hash, MessageErrorJson.Parse(row.Error), DateTimeOffset.FromUnixTimeMilliseconds(row.At));
        },
        cancellationToken);

    public Task<bool> LiftUnlessAsync(
        PhoneNumberId number, string currentTokenHash, DateTimeOffset now, CancellationToken cancellationToken = default) =>
        database.WriteAsync(
            async transaction =>
            {
                var arguments = new { number = number.Value, currentTokenHash, now = now.ToUnixTimeMilliseconds() };
                var lifted = await transaction.Connection!.ExecuteAsync(
                    new CommandDefinition(Lift, arguments, transaction, cancellationToken: cancellationToken));
                if (lifted > 0)
                {
                    await transaction.Connection!.ExecuteAsync(
                        new CommandDefinition(_release, arguments, transaction, cancellationToken: cancellationToken));
                    await TellAsync(transaction, number, now, cancellationToken);
                }

                return lifted > 0;
            },
            cancellationToken);

    private async Task TellAsync(DbTransaction transaction, PhoneNumberId number, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var account = await transaction.Connection!.ExecuteScalarAsync<string?>(
            new CommandDefinition(AccountOf, new { number = number.Value }, transaction, cancellationToken: cancellationToken));
        if (account is not null && feeds.IsKept(new AccountId(account)))
        {
            var row = EventRow.Of(EventData.OfLift(new AccountId(account), number, now), now);
            await transaction.Connection!.ExecuteAsync(
                new CommandDefinition(Tell, row, transaction, cancellationToken: cancellationToken));
        }
    }

    private sealed class Row
    {
        public required string Hash { get; init; }

        public required string Error { get; init; }

        public long At { get; init; }
    }
}

using Dapper;
using Mogambo.Accounts;

namespace Mogambo.Storage.Numbers;

/// <inheritdoc cref="INumberLeases"/>
internal sealed class NumberLeases(IDatabase database) : INumberLeases
{
    private const string Find = "select granted_until from number_lease where phone_number_id = @number";

    private const string Set = """
        insert into number_lease (phone_number_id, granted_until) values (@number, @until)
        on conflict (phone_number_id) do update set granted_until = excluded.granted_until where number_lease.granted_until = @before
        """;

    public Task<DateTimeOffset?> FindAsync(PhoneNumberId number, CancellationToken cancellationToken = default) =>
        database.ReadAsync<DateTimeOffset?>(
            async connection =>
            {
                var until = await connection.ExecuteScalarAsync<long?>(
                    new CommandDefinition(Find, new { number = number.Value }, cancellationToken: cancellationToken));
                return until is { } at ? DateTimeOffset.FromUnixTimeMilliseconds(at) : null;
            },
            cancellationToken);

    public async Task<bool> TrySetAsync(
        PhoneNumberId number, DateTimeOffset? before, DateTimeOffset grantedUntil, CancellationToken cancellationToken = default)
    {
        var arguments = new { number = number.Value, before = before?.ToUnixTimeMilliseconds(), until = grantedUntil.ToUnixTimeMilliseconds() };
        return await database.WriteAsync(
            transaction => transaction.Connection!.ExecuteAsync(
                new CommandDefinition(Set, arguments, transaction, cancellationToken: cancellationToken)),
            cancellationToken) == 1;
    }
}

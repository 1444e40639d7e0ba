using System.Data.Common;
using Dapper;
using Mogambo.Accounts;
using Mogambo.Storage.Changes;

namespace Mogambo.Storage.Numbers;

/// <summary>A token as it is stored: sealed, with the hash of the configured one that it stands in for.</summary>
internal sealed record StoredToken(PhoneNumberId Number, string Sealed, string ConfiguredHash);

/// <summary>The rows of stored tokens.</summary>
internal sealed class NumberTokenStore(IDatabase database)
{
    private const string List =
        "select phone_number_id, access_token, configured_token_hash from number where access_token is not null";

    private const string Set = """
        insert into number (phone_number_id, access_token, configured_token_hash) values (@number, @sealed, @configuredHash)
        on conflict (phone_number_id) do update
        set access_token = excluded.access_token, configured_token_hash = excluded.configured_token_hash
        """;

    private const string Drop = """
        update number set access_token = null, configured_token_hash = null
        where phone_number_id = @number and configured_token_hash = @configuredHash
        """;

    private readonly string _release = NumberRelease.Sql(database);

    public Task<IReadOnlyList<StoredToken>> ListAsync(CancellationToken cancellationToken) => database.ReadAsync<IReadOnlyList<StoredToken>>(
        async connection =>
        {
            await using var reader = await connection.ExecuteReaderAsync(new CommandDefinition(List, cancellationToken: cancellationToken));
            List<StoredToken> tokens = [];
            while (await reader.ReadAsync(cancellationToken))
            {
                tokens.Add(new(new(reader.GetString(0)), reader.GetString(1), reader.GetString(2)));
            }

            return tokens;
        },
        cancellationToken);

    public Task SetAsync(StoredToken token, CancellationToken cancellationToken) => ChangeAsync(
        Set, new { number = token.Number.Value, @sealed = token.Sealed, configuredHash = token.ConfiguredHash }, cancellationToken);

    /// <summary>Removes a token, unless another was set meanwhile.</summary>
    public Task DropAsync(StoredToken token, CancellationToken cancellationToken) => ChangeAsync(
        Drop, new { number = token.Number.Value, configuredHash = token.ConfiguredHash }, cancellationToken);

    /// <summary>Makes the number's conversations due that wait for anything.</summary>
    public Task WakeAsync(PhoneNumberId number, DateTimeOffset now, CancellationToken cancellationToken) => database.WriteAsync(
        transaction => ExecuteAsync(transaction, _release, new { number = number.Value, now = now.ToUnixTimeMilliseconds() }, cancellationToken),
        cancellationToken);

    private Task<int> ChangeAsync(string sql, object arguments, CancellationToken cancellationToken) => database.WriteAsync(
        async transaction =>
        {
            var changed = await ExecuteAsync(transaction, sql, arguments, cancellationToken);
            if (changed > 0)
            {
                await Revisions.RaiseAsync(transaction, Revisions.NumberTokens, cancellationToken);
            }

            return changed;
        },
        cancellationToken);

    private static Task<int> ExecuteAsync(DbTransaction transaction, string sql, object arguments, CancellationToken cancellationToken) =>
        transaction.Connection!.ExecuteAsync(new CommandDefinition(sql, arguments, transaction, cancellationToken: cancellationToken));
}

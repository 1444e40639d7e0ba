using Dapper;
using Mogambo.Accounts;

namespace Mogambo.Storage.Idempotency;

/// <inheritdoc cref="IIdempotencyKeys"/>
internal sealed class IdempotencyKeyStore(IDatabase database) : IIdempotencyKeys
{
    private const string Find = $"""
        select {IdempotencyColumns.All} from idempotency i where i.account = @account and i.endpoint = @endpoint and i.key = @key
        """;

    public Task<IdempotencyKey?> FindAsync(AccountId account, string endpoint, string key, CancellationToken cancellationToken = default) =>
        database.ReadAsync(
            async connection =>
            {
                var arguments = new { account = account.Value, endpoint = CleanText.Of(endpoint), key = CleanText.Of(key) };
                await using var reader = await connection.ExecuteReaderAsync(
                    new CommandDefinition(Find, arguments, cancellationToken: cancellationToken));
                return await reader.ReadAsync(cancellationToken) ? IdempotencyColumns.Read(reader) : null;
            },
            cancellationToken);
}

using System.Data.Common;
using Dapper;
using Mogambo.Accounts;
using Mogambo.Storage.Changes;

namespace Mogambo.Storage.ApiKeys;

/// <inheritdoc cref="IApiKeys"/>
internal sealed class ApiKeyStore(IDatabase database) : IApiKeys
{
    private const string Columns = "id, account, name, hash, last_characters, scopes, created_at, expires_at";

    public Task AddAsync(StoredApiKey key, CancellationToken cancellationToken = default)
    {
        const string Sql = $"""
            insert into api_key ({Columns})
            values (@id, @account, @name, @hash, @lastCharacters, @scopes, @createdAt, @expiresAt)
            """;
        return ChangeAsync(
            Sql,
            new
            {
                id = new RowId(key.Id.Value),
                account = key.Account.Value,
                name = CleanText.Of(key.Name),
                hash = key.Hash,
                lastCharacters = key.LastCharacters,
                scopes = string.Join(' ', key.Scopes),
                createdAt = key.CreatedAt.ToUnixTimeMilliseconds(),
                expiresAt = key.ExpiresAt?.ToUnixTimeMilliseconds(),
            },
            cancellationToken);
    }

    public async Task<bool> RemoveAsync(AccountId account, ApiKeyId id, CancellationToken cancellationToken = default) =>
        await ChangeAsync(
            "delete from api_key where account = @account and id = @id",
            new { account = account.Value, id = new RowId(id.Value) },
            cancellationToken) > 0;

    public Task<IReadOnlyList<StoredApiKey>> ListAsync(CancellationToken cancellationToken = default) =>
        QueryAsync($"select {Columns} from api_key", null, cancellationToken);

    public Task<IReadOnlyList<StoredApiKey>> ListAsync(AccountId account, CancellationToken cancellationToken = default) =>
        QueryAsync($"select {Columns} from api_key where account = @account order by id desc", new { account = account.Value }, cancellationToken);

    private Task<int> ChangeAsync(string sql, object arguments, CancellationToken cancellationToken) => database.WriteAsync(
        async transaction =>
        {
            var changed = await transaction.Connection!.ExecuteAsync(
                new CommandDefinition(sql, arguments, transaction, cancellationToken: cancellationToken));
            if (changed > 0)
            {
                await Revisions.RaiseAsync(transaction, Revisions.ApiKeys, cancellationToken);
            }

            return changed;
        },
        cancellationToken);

    private Task<IReadOnlyList<StoredApiKey>> QueryAsync(string sql, object? arguments, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<StoredApiKey>>(
            async connection =>
            {
                await using var reader = await connection.ExecuteReaderAsync(
                    new CommandDefinition(sql, arguments, cancellationToken: cancellationToken));
                List<StoredApiKey> keys = [];
                while (await reader.ReadAsync(cancellationToken))
                {
                    keys.Add(Read(reader));
                }

                return keys;
            },
            cancellationToken);

    private static StoredApiKey Read(DbDataReader row) => new(
        new(RowId.GuidOf(row.GetValue(0))),
        new(row.GetString(1)),
        row.GetString(2),
        row.GetFieldValue<byte[]>(3),
        row.GetString(4),
        row.GetString(5).Split(' '),
        DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(6)),
        row.IsDBNull(7) ? null : DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(7)));
}

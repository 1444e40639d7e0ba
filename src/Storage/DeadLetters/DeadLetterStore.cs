using System.Data.Common;
using Dapper;
using Mogambo.Accounts;
using Mogambo.Conversations;
using Mogambo.Messages;
using Mogambo.Storage.GroupCommit;
using Mogambo.Storage.Messages;

namespace Mogambo.Storage.DeadLetters;

/// <inheritdoc cref="IDeadLetters"/>
internal sealed class DeadLetterStore(StorageQueues queues, IDatabase database) : IDeadLetters
{
    private const string Columns = "id, account, kind, reason, details, raw, conversation, message_id, message_at, created_at";

    public async Task AddAsync(IReadOnlyList<NewDeadLetter> letters, CancellationToken cancellationToken = default)
    {
        if (letters.Count > 0)
        {
            await queues.WriteAsync(new AddDeadLettersRequest(letters), cancellationToken);
        }
    }

    /// <remarks>After a letter that has been removed meanwhile comes nothing: its place in time went with it.</remarks>
    public Task<IReadOnlyList<NewDeadLetter>> ListAsync(
        AccountId account, int limit, DeadLetterId? after = null, CancellationToken cancellationToken = default)
    {
        var sql = $"""
            select {Columns} from dead_letter
            where account = @account
            {(after is null ? "" : "and (created_at, id) < (select created_at, id from dead_letter where account = @account and id = @id)")}
            order by created_at desc, id desc limit @limit
            """;
        return QueryAsync(sql, new { account = account.Value, id = new RowId(after?.Value ?? default), limit }, cancellationToken);
    }

    public async Task<NewDeadLetter?> FindAsync(AccountId account, DeadLetterId id, CancellationToken cancellationToken = default)
    {
        const string Sql = $"select {Columns} from dead_letter where account = @account and id = @id";
        var found = await QueryAsync(Sql, new { account = account.Value, id = new RowId(id.Value) }, cancellationToken);
        return found.Count > 0 ? found[0] : null;
    }

    public async Task<bool> RemoveAsync(AccountId account, DeadLetterId id, CancellationToken cancellationToken = default)
    {
        const string Sql = "delete from dead_letter where account = @account and id = @id";
        var arguments = new { account = account.Value, id = new RowId(id.Value) };
        return await database.WriteAsync(
            transaction => transaction.Connection!.ExecuteAsync(
                new CommandDefinition(Sql, arguments, transaction, cancellationToken: cancellationToken)),
            cancellationToken) > 0;
    }

    private Task<IReadOnlyList<NewDeadLetter>> QueryAsync(string sql, object arguments, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<NewDeadLetter>>(
            async connection =>
            {
                await using var reader = await connection.ExecuteReaderAsync(
                    new CommandDefinition(sql, arguments, cancellationToken: cancellationToken));
                var letters = new List<NewDeadLetter>();
                while (await reader.ReadAsync(cancellationToken))
                {
                    letters.Add(Read(reader));
                }

                return letters;
            },
            cancellationToken);

    private static NewDeadLetter Read(DbDataReader reader) => new()
    {
        Id = new(RowId.GuidOf(reader.GetValue(0))),
        Account = new(reader.GetString(1)),
        Kind = (DeadLetterKind)reader.GetInt32(2),
        Reason = reader.GetString(3),
        Details = reader.IsDBNull(4) ? null : reader.GetString(4),
        Raw = reader.GetFieldValue<byte[]>(5),
        Conversation = reader.IsDBNull(6) ? null : ConversationId.Parse(reader.GetString(6)),
        Message = reader.IsDBNull(7) ? null : new MessageKey(new MessageId(RowId.GuidOf(reader.GetValue(7))), reader.GetInt64(8)),
        At = DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(9)),
    };
}

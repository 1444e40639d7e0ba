using Dapper;
using Mogambo.Accounts;
using Mogambo.Conversations;
using Mogambo.Storage.GroupCommit;

namespace Mogambo.Storage.Inbox;

/// <inheritdoc cref="IInbox"/>
internal sealed class InboxStore(StorageQueues queues, IDatabase database) : IInbox
{
    public async Task AddAsync(
        IReadOnlyList<NewInboxChange> changes, Guid owner, DateTimeOffset claimedUntil, CancellationToken cancellationToken = default)
    {
        if (changes.Count > 0)
        {
            await queues.WriteAsync(new AddToInboxRequest(changes, owner, claimedUntil), cancellationToken);
        }
    }

    public async Task<IReadOnlyList<InboxChange>> TakeAsync(
        Guid owner, DateTimeOffset now, DateTimeOffset claimedUntil, int limit, CancellationToken cancellationToken = default)
    {
        var sql = $"""
            update inbox set owner = @owner, claimed_until = @claimedUntil, due_at = @claimedUntil, tries = tries + 1
            where id in (
                select id from inbox
                where (owner = @owner and due_at <= @now) or (owner <> @owner and claimed_until <= @now)
                order by id limit @limit {database.SkipLocked})
            returning id, account, conversation, payload, tries, added_by = @owner as IsOwn
            """;
        var arguments = new
        {
            owner = new RowId(owner),
            now = now.ToUnixTimeMilliseconds(),
            claimedUntil = claimedUntil.ToUnixTimeMilliseconds(),
            limit,
        };
        var rows = await database.WriteAsync(
            transaction => transaction.Connection!.QueryAsync<Row>(
                new CommandDefinition(sql, arguments, transaction, cancellationToken: cancellationToken)),
            cancellationToken);
        return
        [
            .. rows.OrderBy(row => row.Id).Select(row => new InboxChange(
                row.Id, new AccountId(row.Account), ConversationId.Parse(row.Conversation), row.Payload, row.Tries) { IsOwn = row.IsOwn == true }),
        ];
    }

    /// <remarks>The claim lasts at least until then, or another process would try before.</remarks>
    public Task PutOffAsync(long id, DateTimeOffset at, CancellationToken cancellationToken = default) =>
        PutOffAsync(id, at, triesBack: 0, cancellationToken);

    public Task GiveBackAsync(long id, DateTimeOffset at, CancellationToken cancellationToken = default) =>
        PutOffAsync(id, at, triesBack: 1, cancellationToken);

    public Task ReleaseAsync(Guid owner, DateTimeOffset now, CancellationToken cancellationToken = default)
    {
        const string Sql = "update inbox set claimed_until = @now, due_at = @now where owner = @owner";
        var arguments = new { owner = new RowId(owner), now = now.ToUnixTimeMilliseconds() };
        return database.WriteAsync(
            transaction => transaction.Connection!.ExecuteAsync(
                new CommandDefinition(Sql, arguments, transaction, cancellationToken: cancellationToken)),
            cancellationToken);
    }

    private Task<int> PutOffAsync(long id, DateTimeOffset at, int triesBack, CancellationToken cancellationToken)
    {
        const string Sql = """
            update inbox
            set due_at = @at, claimed_until = case when claimed_until < @at then @at else claimed_until end, tries = tries - @triesBack
            where id = @id
            """;
        var arguments = new { id, at = at.ToUnixTimeMilliseconds(), triesBack };
        return database.WriteAsync(
            transaction => transaction.Connection!.ExecuteAsync(
                new CommandDefinition(Sql, arguments, transaction, cancellationToken: cancellationToken)),
            cancellationToken);
    }

    public async Task RemoveAsync(IReadOnlyList<long> ids, CancellationToken cancellationToken = default)
    {
        if (ids.Count > 0)
        {
            await queues.WriteAsync(new RemoveFromInboxRequest(ids), cancellationToken);
        }
    }

    public Task<long> CountAsync(CancellationToken cancellationToken = default) => database.ReadAsync(
        connection => connection.ExecuteScalarAsync<long>(
            new CommandDefinition("select count(*) from inbox", cancellationToken: cancellationToken)),
        cancellationToken);

    private sealed class Row
    {
        public long Id { get; init; }

        public required string Account { get; init; }

        public required string Conversation { get; init; }

        public required byte[] Payload { get; init; }

        public int Tries { get; init; }

        public bool? IsOwn { get; init; }
    }
}

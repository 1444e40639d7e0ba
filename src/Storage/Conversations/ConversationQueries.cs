using Dapper;
using Mogambo.Accounts;
using Mogambo.Conversations;

namespace Mogambo.Storage.Conversations;

/// <inheritdoc cref="IConversationQueries"/>
internal sealed class ConversationQueries(IDatabase database) : IConversationQueries
{
    private const string Columns = """
        id as Id, account as Account, name as Name, wa_id as WaId, business_scoped_user_id as BusinessScopedUserId,
        window_closes_at as WindowClosesAt, handled_by_human as HandledByHuman, last_message_at as LastMessageAt
        """;

    public async Task<ConversationView?> FindAsync(AccountId account, ConversationId id, CancellationToken cancellationToken = default)
    {
        const string Sql = $"select {Columns} from conversation where id = @id and account = @account";
        var found = await QueryAsync(Sql, new { id = id.ToString(), account = account.Value }, cancellationToken);
        return found.Count > 0 ? found[0] : null;
    }

    /// <remarks>Sorts the account's conversations: an index on the time of the newest message would be written by every turn.</remarks>
    public async Task<Page<ConversationView>> ListAsync(
        AccountId account, int limit, PageCursor? after = null, CancellationToken cancellationToken = default)
    {
        var sql = $"""
            select {Columns} from conversation
            where account = @account {(after is null ? "" : "and (last_message_at, id) < (@at, @id)")}
            order by last_message_at desc, id desc limit @limit
            """;
        var arguments = new { account = account.Value, at = after?.At, id = after?.Key, limit = limit + 1L };
        var found = await QueryAsync(sql, arguments, cancellationToken);
        if (found.Count <= limit)
        {
            return new(found, null);
        }

        var last = found[limit - 1];
        return new(found[..limit], new PageCursor(last.Summary.LastMessageAt.ToUnixTimeMilliseconds(), last.Id.ToString()));
    }

    private Task<List<ConversationView>> QueryAsync(string sql, object arguments, CancellationToken cancellationToken) => database.ReadAsync(
        async connection =>
        {
            var rows = await connection.QueryAsync<Row>(new CommandDefinition(sql, arguments, cancellationToken: cancellationToken));
            return rows.Select(row => row.ToView()).ToList();
        },
        cancellationToken);

    private sealed class Row
    {
        public required string Id { get; init; }

        public required string Account { get; init; }

        public string? Name { get; init; }

        public string? WaId { get; init; }

        public string? BusinessScopedUserId { get; init; }

        public long? WindowClosesAt { get; init; }

        public bool HandledByHuman { get; init; }

        public long LastMessageAt { get; init; }

        public ConversationView ToView() => new(ConversationId.Parse(Id), new AccountId(Account), new ConversationSummary
        {
            Name = Name,
            WaId = WaId,
            BusinessScopedUserId = BusinessScopedUserId,
            WindowClosesAt = WindowClosesAt is { } closesAt ? DateTimeOffset.FromUnixTimeMilliseconds(closesAt) : null,
            HandledByHuman = HandledByHuman,
            LastMessageAt = DateTimeOffset.FromUnixTimeMilliseconds(LastMessageAt),
        });
    }
}

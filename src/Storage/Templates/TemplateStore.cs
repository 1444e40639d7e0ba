using Dapper;
using Mogambo.Accounts;
using Mogambo.Storage.Events;
using Mogambo.Storage.GroupCommit;
using Mogambo.Templates;

namespace Mogambo.Storage.Templates;

/// <inheritdoc cref="ITemplates"/>
internal sealed class TemplateStore(StorageQueues queues, IDatabase database) : ITemplates
{
    public Task<bool> PublishAsync(TemplateRow row, IReadOnlyList<NewEvent> events, CancellationToken cancellationToken = default) =>
        queues.WriteAsync(new PublishTemplateRequest(row, events), cancellationToken);

    public Task RemoveAsync(AccountId account, TemplateId id, long revision, CancellationToken cancellationToken = default) =>
        queues.WriteAsync(new RemoveTemplateRequest(new(account, id), revision), cancellationToken);

    public async Task<TemplateRow?> FindAsync(AccountId account, TemplateId id, CancellationToken cancellationToken = default)
    {
        const string Sql = $"""
            select {TemplateColumns.All} from template t where t.account = @account and t.name = @name and t.language = @language
            """;
        var found = await QueryAsync(Sql, new { account = account.Value, name = id.Name, language = id.Language }, cancellationToken);
        return found.Count > 0 ? found[0] : null;
    }

    public async Task<IReadOnlyList<TemplateRow>> FindAsync(AccountId account, string name, CancellationToken cancellationToken = default)
    {
        const string Sql = $"select {TemplateColumns.All} from template t where t.account = @account and t.name = @name order by t.language";
        return await QueryAsync(Sql, new { account = account.Value, name }, cancellationToken);
    }

    public async Task<Page<TemplateRow>> ListAsync(
        AccountId account, TemplateStatus? status, int limit, PageCursor? after = null, CancellationToken cancellationToken = default)
    {
        var sql = $"""
            select {TemplateColumns.All} from template t
            where t.account = @account
            {(status is null ? "" : "and t.status = @status")} {(after is null ? "" : "and (t.name, t.language) > (@name, @language)")}
            order by t.name, t.language limit @limit
            """;
        var key = after is { } cursor ? IdOf(cursor) : default;
        var arguments = new { account = account.Value, status = (int?)status, name = key.Name, language = key.Language, limit = limit + 1L };
        var found = await QueryAsync(sql, arguments, cancellationToken);
        return found.Count > limit ? new(found[..limit], new PageCursor(0, found[limit - 1].Id.ToString())) : new(found, null);
    }

    private static TemplateId IdOf(PageCursor cursor)
    {
        var slash = cursor.Key.LastIndexOf('/');
        return slash < 0
            ? throw new FormatException("This is no cursor of a list of templates.")
            : new TemplateId(cursor.Key[..slash], cursor.Key[(slash + 1)..]);
    }

    private Task<List<TemplateRow>> QueryAsync(string sql, object arguments, CancellationToken cancellationToken) => database.ReadAsync(
        async connection =>
        {
            await using var reader = await connection.ExecuteReaderAsync(
                new CommandDefinition(sql, arguments, cancellationToken: cancellationToken));
            var rows = new List<TemplateRow>();
            while (await reader.ReadAsync(cancellationToken))
            {
                rows.Add(TemplateColumns.Read(reader));
            }

            return rows;
        },
        cancellationToken);
}

using Dapper;
using Mogambo.Accounts;
using Mogambo.Conversations;
using Mogambo.Messages;

namespace Mogambo.Storage.Messages;

/// <inheritdoc cref="IMessageQueries"/>
internal sealed class MessageQueries(IDatabase database) : IMessageQueries
{
    public async Task<MessageView?> FindAsync(AccountId account, MessageId id, CancellationToken cancellationToken = default)
    {
        // An outbound id (UUIDv7) says in which partition it is; for an inbound one every partition's key is asked.
        var isOutbound = id.Value.Version == 7;
        var sql = $"""
            select {MessageViewRow.Columns} from message m
            where m.id = @id and m.account = @account {(isOutbound ? "and m.at = @at" : "")}
            """;
        var arguments = new { id = new RowId(id.Value), account = account.Value, at = id.OutboundAt };
        var found = await QueryAsync(sql, arguments, cancellationToken);
        return found.Count > 0 ? found[0] : null;
    }

    public async Task<Page<MessageView>> ListAsync(
        AccountId account, MessageFilter filter, int limit, PageCursor? after = null, CancellationToken cancellationToken = default)
    {
        var key = Guid.Empty;
        if (after is { } cursor && !Guid.TryParseExact(cursor.Key, "N", out key))
        {
            throw new FormatException("This is no cursor of a list of messages.");
        }

        var sql = $"""
            select {MessageViewRow.Columns} from message m
            where {string.Join(" and ", Conditions(filter, after))}
            order by m.at desc, m.id desc limit @limit
            """;
        var arguments = new
        {
            account = account.Value,
            conversation = ConversationOf(filter)?.ToString(),
            user = filter.User?.Value,
            number = filter.Number?.Value,
            reference = filter.Reference,
            direction = (int?)filter.Direction,
            at = after?.At,
            id = new RowId(key),
            limit = limit + 1L,
        };
        var found = await QueryAsync(sql, arguments, cancellationToken);
        return found.Count > limit
            ? new(found[..limit], new PageCursor(found[limit - 1].Key.At, found[limit - 1].Key.Id.Value.ToString("N")))
            : new(found, null);
    }

    private static IEnumerable<string> Conditions(MessageFilter filter, PageCursor? after)
    {
        yield return "m.account = @account";
        if (ConversationOf(filter) is not null)
        {
            yield return "m.conversation = @conversation";
        }

        if (filter.User is not null)
        {
            yield return "m.conversation in (select id from conversation where account = @account and user_id = @user)";
        }

        if (filter.Number is not null)
        {
            yield return "m.phone_number_id = @number";
        }

        if (filter.Reference is not null)
        {
            yield return "m.reference = @reference";
        }

        if (filter.Direction is not null)
        {
            yield return "m.direction = @direction";
        }

        if (filter.Status is not null)
        {
            yield return ShownStatus.Condition(filter.Status);
        }

        if (after is not null)
        {
            yield return "(m.at, m.id) < (@at, @id)";
        }
    }

    private static ConversationId? ConversationOf(MessageFilter filter) =>
        filter.Conversation ?? (filter is { Number: { } number, User: { } user } ? new(number, user) : null);

    private Task<List<MessageView>> QueryAsync(string sql, object arguments, CancellationToken cancellationToken) => database.ReadAsync(
        async connection =>
        {
            var rows = await connection.QueryAsync<MessageViewRow>(new CommandDefinition(sql, arguments, cancellationToken: cancellationToken));
            return rows.Select(row => row.ToView()).ToList();
        },
        cancellationToken);
}

using System.Data.Common;
using Dapper;
using Mogambo.Conversations;

namespace Mogambo.Storage.Erasure;

/// <summary>
/// What has to be searched for, as no index leads to it: events by their subject, changes that are kept raw by the user's name in them.
/// Read before the transaction, which then removes by key and holds up no writer.
/// </summary>
internal sealed class ErasedFindings
{
    // Shorter digits stand in raw bytes for anything.
    private const int MinNeedle = 7;

    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);

    private readonly List<EventRow> _events = [];
    private readonly List<RowId> _raw = [];
    private readonly string _isSubject;
    private readonly string[] _subjects;

    private ErasedFindings(IDatabase database, PersonToErase person)
    {
        _isSubject = database.IsIn("subject", "@subjects");
        _subjects = [person.User.Value, .. person.Numbers.Select(number => new ConversationId(number, person.User).ToString())];
    }

    public static Task<ErasedFindings> ReadAsync(IDatabase database, PersonToErase person, CancellationToken cancellationToken) => database.ReadAsync(
        async connection =>
        {
            var found = new ErasedFindings(database, person);
            await found.ReadAsync(connection, database, person, cancellationToken);
            return found;
        },
        cancellationToken);

    public async Task RemoveAsync(DbTransaction transaction, PersonToErase person, CancellationToken cancellationToken)
    {
        var deliveries = $"""
            delete from delivery where {_isSubject} and subscription in (select id from subscription where account = @account)
            """;
        const string Event = "delete from event where account = @account and xid = @xid and id = @id";
        const string Raw = "delete from webhook_event where id = @id";
        var account = person.Account.Value;
        await ExecuteAsync(deliveries, new { account, subjects = _subjects });
        await ExecuteAsync(Event, _events.Select(row => new { account, xid = row.Xid, id = row.Id }).ToList());
        await ExecuteAsync(Raw, _raw.Select(id => new { id }).ToList());

        Task<int> ExecuteAsync(string sql, object arguments) => transaction.Connection!.ExecuteAsync(
            new CommandDefinition(sql, arguments, transaction, cancellationToken: cancellationToken));
    }

    private async Task ReadAsync(DbConnection connection, IDatabase database, PersonToErase person, CancellationToken cancellationToken)
    {
        var events = $"select xid as Xid, id as Id from event where account = @account and {_isSubject}";
        var account = person.Account.Value;
        _events.AddRange(await QueryAsync<EventRow>(events, new { account, subjects = _subjects }));
        if (person.User.Value.Length >= MinNeedle)
        {
            var raw = $"select id from webhook_event where account = @account and {database.Contains("raw", "@needle")}";
            _raw.AddRange(await QueryAsync<RowId>(raw, new { account, needle = System.Text.Encoding.UTF8.GetBytes(person.User.Value) }));
        }

        Task<IEnumerable<T>> QueryAsync<T>(string sql, object arguments) => connection.QueryAsync<T>(new CommandDefinition(
            sql, arguments, commandTimeout: (int)s_patience.TotalSeconds, cancellationToken: cancellationToken));
    }

    private sealed class EventRow
    {
        public long Xid { get; init; }

        public long Id { get; init; }
    }
}

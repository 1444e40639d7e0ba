using Dapper;
using Mogambo.Accounts;
using Mogambo.Conversations;
using Mogambo.OptIns;
using Mogambo.Storage.Erasure;
using Mogambo.Storage.GroupCommit;

namespace Mogambo.Storage.OptIns;

/// <inheritdoc cref="IOptIns"/>
internal sealed class OptInStore(StorageQueues queues, IDatabase database, ErasedUsers erased) : IOptIns
{
    /// <summary>More entries than this do not fit into one transaction well.</summary>
    public const int MaxEntries = 1000;

    public async Task<IReadOnlyList<OptInResult>> RecordAsync(IReadOnlyList<NewOptIn> entries, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(entries.Count, MaxEntries);
        if (entries.Count == 0)
        {
            return [];
        }

        var withdrawals = await WithdrawalsAsync(entries, cancellationToken);
        var results = await queues.WriteAsync(new RecordOptInsRequest([.. withdrawals, .. entries]), cancellationToken);
        return withdrawals.Count == 0 ? results : [.. results.Skip(withdrawals.Count)];
    }

    public async Task<OptInState> FindAsync(AccountId account, UserId user, CancellationToken cancellationToken = default)
    {
        var state = await queues.ReadAsync(new FindOptInRequest(new(account.Value, user.Value)), cancellationToken);
        return state.Decisions.Count > 0
            ? state
            : (await erased.FindAsync(account, [user], cancellationToken)).GetValueOrDefault(user, OptInState.None);
    }

    public Task<Page<OptInEntry>> HistoryAsync(
        AccountId account, UserId user, int limit, PageCursor? after = null, CancellationToken cancellationToken = default)
    {
        var id = Guid.Empty;
        if (after is { } cursor && !Guid.TryParseExact(cursor.Key, "N", out id))
        {
            throw new FormatException("This is no cursor of a user's opt-ins.");
        }

        var sql = $"""
            select at as At, id as Id, number as Number, action as Action, source as Source, evidence as Evidence,
                recorded_by as RecordedBy, recorded_at as RecordedAt
            from opt_in_entry
            where account = @account and user_id = @user {(after is null ? "" : "and (at, id) > (@at, @id)")}
            order by at, id limit @limit
            """;
        var arguments = new { account = account.Value, user = user.Value, at = after?.At, id = new RowId(id), limit = limit + 1L };
        return database.ReadAsync(
            async connection =>
            {
                List<Row> rows =
                    [.. await connection.QueryAsync<Row>(new CommandDefinition(sql, arguments, cancellationToken: cancellationToken))];
                return new Page<OptInEntry>(
                    [.. rows.Take(limit).Select(row => row.ToEntry())],
                    rows.Count > limit ? new PageCursor(rows[limit - 1].At, rows[limit - 1].Id.Value.ToString("N")) : null);
            },
            cancellationToken);
    }

    /// <summary>An erased person's withdrawals come first, so that the entries are judged against them; where they are known, they are repeats.</summary>
    private async Task<List<NewOptIn>> WithdrawalsAsync(IReadOnlyList<NewOptIn> entries, CancellationToken cancellationToken)
    {
        List<NewOptIn> withdrawals = [];
        foreach (var account in entries.GroupBy(entry => entry.Account))
        {
            var found = await erased.FindAsync(account.Key, account.Select(entry => entry.User), cancellationToken);
            withdrawals.AddRange(found.SelectMany(user => user.Value.Decisions.Select(decision => new NewOptIn
            {
                Account = account.Key,
                User = user.Key,
                Number = decision.Number,
                Action = decision.Action,
                At = decision.At,
                Source = decision.Source,
                By = decision.Source,
            })));
        }

        return withdrawals;
    }

    private sealed class Row
    {
        public long At { get; init; }

        public RowId Id { get; init; }

        public string? Number { get; init; }

        public int Action { get; init; }

        public required string Source { get; init; }

        public string? Evidence { get; init; }

        public required string RecordedBy { get; init; }

        public long RecordedAt { get; init; }

        public OptInEntry ToEntry() => new(
            (OptInAction)Action,
            Number is { } number ? new PhoneNumberId(number) : null,
            DateTimeOffset.FromUnixTimeMilliseconds(At),
            Source,
            Evidence,
            RecordedBy,
            DateTimeOffset.FromUnixTimeMilliseconds(RecordedAt));
    }
}

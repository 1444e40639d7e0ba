using Dapper;
using Mogambo.Accounts;
using Mogambo.Messages;
using Mogambo.Storage.Conversations;
using Mogambo.Storage.Events;
using Mogambo.Storage.Messages;
using Npgsql;

namespace Mogambo.Storage.Tests.Events;

/// <summary>Several processes write the feed, in transactions that end in another order than they began.</summary>
public sealed class EventOrderTests(PostgreSqlFixture fixture) : IClassFixture<PostgreSqlFixture>
{
    private const string Insert = """
        insert into event (account, type, subject, data, at, recorded_at) values (@account, 'x', @subject, '\x7b7d', 1, 1)
        """;

    private readonly AccountId _account = Some.NewAccount();

    [Fact]
    public async Task Nothing_is_skipped_when_transactions_commit_out_of_order()
    {
        await using var early = await OpenAsync();
        await using var late = await OpenAsync();
        await using var first = await early.BeginTransactionAsync(Cancellation);
        await InsertAsync(early, "first");
        await using var second = await late.BeginTransactionAsync(Cancellation);
        await InsertAsync(late, "second");

        await second.CommitAsync(Cancellation);
        Assert.Empty(await fixture.Store.Events.ReadAsync(_account, EventCursor.Start, 10, Cancellation));
        var end = await fixture.Store.Events.EndAsync(_account, Cancellation);

        await InsertAsync(early, "third");
        await first.CommitAsync(Cancellation);
        Assert.Equal(["first", "third", "second"], await ReadAllAsync(EventCursor.Start, 3));
        Assert.Equal(["first", "third", "second"], await ReadAllAsync(end, 3));
    }

    [Fact]
    public async Task What_follows_on_a_row_stands_behind_it_although_its_transaction_is_older()
    {
        fixture.Store.Feeds.Keep(_account);
        var id = Some.Conversation();
        var message = Some.Outbound(MessagePhase.Claimed);
        await fixture.Conversations.CommitAsync(Some.Commit(id, 0, message) with { Account = _account }, Cancellation);
        await using var other = await OpenAsync();
        await using var transaction = await other.BeginTransactionAsync(Cancellation);
        await other.ExecuteAsync("select 1 from message where id = @id for update", new { id = message.Key.Id.Value }, transaction);

        // It locks the conversation, so has its number, and waits for the message.
        var change = new MessageChange
        {
            Id = message.Key.Id,
            Phase = MessagePhase.Settled,
            Attempt = 1,
            Status = MessageStatus.Accepted,
            At = Some.Now,
        };
        var turn = fixture.Conversations.CommitAsync(Some.Commit(id, 1) with { Account = _account, Changes = [change] }, Cancellation);
        while (await fixture.Store.Database.ReadAsync(
            connection => connection.ExecuteScalarAsync<long>("select count(*) from pg_locks where not granted and locktype = 'transactionid'"),
            Cancellation) == 0)
        {
            Assert.False(turn.IsCompleted);
        }

        // A younger number than the turn's writes the row.
        await transaction.SaveAsync("younger", Cancellation);
        await other.ExecuteAsync("update message set reference = 'x' where id = @id", new { id = message.Key.Id.Value }, transaction);
        var younger = await other.ExecuteScalarAsync<long>(
            "select xmin::text::bigint from message where id = @id", new { id = message.Key.Id.Value }, transaction);
        await transaction.CommitAsync(Cancellation);

        Assert.IsType<CommitResult.Committed>(await turn);
        IReadOnlyList<StoredEvent> events;
        do
        {
            events = await fixture.Store.Events.ReadAsync(_account, EventCursor.Start, 10, Cancellation);
        }
        while (events.Count == 0);

        Assert.True(Assert.Single(events).Cursor.Transaction > younger, "It stands before what it follows.");
    }

    private async Task<NpgsqlConnection> OpenAsync()
    {
        var connection = new NpgsqlConnection(fixture.Options.ConnectionString);
        await connection.OpenAsync(Cancellation);
        return connection;
    }

    private Task<int> InsertAsync(NpgsqlConnection connection, string subject) =>
        connection.ExecuteAsync(Insert, new { account = _account.Value, subject });

    private async Task<List<string>> ReadAllAsync(EventCursor after, int count)
    {
        IReadOnlyList<StoredEvent> events;
        do
        {
            events = await fixture.Store.Events.ReadAsync(_account, after, 10, Cancellation);
        }
        while (events.Count < count);
        return [.. events.Select(item => item.Subject)];
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;
}

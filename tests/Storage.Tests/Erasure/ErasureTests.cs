using System.Text;
using Dapper;
using Mogambo.Accounts;
using Mogambo.Conversations;
using Mogambo.Messages;
using Mogambo.OptIns;
using Mogambo.Storage.Contacts;
using Mogambo.Storage.Conversations;
using Mogambo.Storage.Erasure;
using Mogambo.Storage.Inbox;

namespace Mogambo.Storage.Tests.Erasure;

public abstract class ErasureTests(StoreFixture fixture)
{
    private readonly string _canary = $"canary{Guid.NewGuid():N}";
    private readonly AccountId _account = Some.NewAccount();
    private readonly ConversationId _id = Some.Conversation();

    private IErasure Erasure => fixture.Store.Service<IErasure>();

    [Fact]
    public async Task Nothing_in_any_table_names_the_person_or_what_was_said()
    {
        var (inbound, outbound) = await FillAsync();
        Assert.NotEqual(0, await HitsAsync());

        await EraseAsync(version: 1);

        Assert.Equal(0, await HitsAsync());
        var rows = await fixture.Conversations.GetMessagesAsync([inbound.Key, outbound.Key], Cancellation);
        Assert.Equal(2, rows.Count);
        Assert.All(rows, row => Assert.True(row.Conversation.User.IsErased));
        Assert.All(rows, row => Assert.Equal("{}", Encoding.UTF8.GetString(row.Content)));
    }

    [Fact]
    public async Task A_repeat_of_an_erased_message_is_still_a_repeat_and_a_late_status_still_finds_its_row_without_its_names()
    {
        var (inbound, outbound) = await FillAsync();
        await EraseAsync(version: 1);

        var repeat = Assert.IsType<CommitResult.Duplicates>(
            await fixture.Conversations.CommitAsync(Commit(0, inbound), Cancellation));
        Assert.Equal([inbound.Key.Id], repeat.Messages);

        var failed = Some.Status(_id, outbound.Key.Id, MessageStatus.Failed) with { Wamid = $"wamid.{_canary}", Error = Some.Error() with { Details = _canary } };
        var status = await fixture.Conversations.ApplyStatusAsync(failed, Cancellation);
        Assert.True(status.Moved);
        Assert.True(status.Conversation!.Value.User.IsErased);
        var row = Assert.Single(await fixture.Conversations.GetMessagesAsync([outbound.Key], Cancellation));
        Assert.Equal(131026, row.Error!.Code);
        Assert.Equal(0, await HitsAsync());
    }

    [Fact]
    public async Task Another_version_than_the_stored_one_erases_nothing()
    {
        await FillAsync();

        Assert.False(await Erasure.EraseConversationAsync(_account, _id, 0, Cancellation));
        Assert.False(await Erasure.EraseConversationAsync(_account, _id, 2, Cancellation));

        Assert.NotNull(await fixture.Conversations.LoadAsync(_id, Cancellation));
        Assert.Equal(1, await fixture.Store.Inbox.CountAsync(Cancellation));
        Assert.True(await Erasure.EraseConversationAsync(_account, _id, 1, Cancellation));
    }

    [Fact]
    public async Task Erasing_twice_and_erasing_nobody_is_harmless_and_others_keep_everything()
    {
        var other = Some.Conversation(_id.Number);
        await fixture.Conversations.CommitAsync(Some.Commit(other, 0, Some.Inbound(other)) with { Account = _account }, Cancellation);
        await FillAsync();

        await EraseAsync(version: 1);
        await EraseAsync(version: 0);
        await EraseAsync(version: 0);

        Assert.NotNull(await fixture.Conversations.LoadAsync(other, Cancellation));
        Assert.Single(await fixture.Conversations.GetHistoryAsync(other, DateTimeOffset.MaxValue, 10, Cancellation));
        Assert.Equal(0, await HitsAsync());
    }

    [Fact]
    public async Task An_opt_out_outlives_two_erasures_and_an_opt_in_of_unknown_or_older_time()
    {
        var optOut = Some.OptIn(_id, OptInAction.OptedOut, account: _account) with { Source = _canary };
        await fixture.Store.OptIns.RecordAsync([optOut], Cancellation);
        await EraseAsync(version: 0);
        await EraseAsync(version: 0);

        Assert.Equal(0, await HitsAsync());
        Assert.Equal(OptInAction.OptedOut, (await fixture.Store.OptIns.FindAsync(_account, _id.User, Cancellation)).For(_id.Number)!.Action);
        Assert.Empty((await fixture.Store.OptIns.HistoryAsync(_account, _id.User, 10, cancellationToken: Cancellation)).Items);

        var imported = Some.OptIn(_id, at: Some.Now.AddDays(1), account: _account) with { NeverLiftsOptOut = true };
        Assert.Equal(OptInAction.OptedOut, Assert.Single(await fixture.Store.OptIns.RecordAsync([imported], Cancellation)).State.For(_id.Number)!.Action);
        var older = Some.OptIn(_id, at: Some.Now.AddDays(-1), account: _account);
        Assert.Equal(OptInAction.OptedOut, Assert.Single(await fixture.Store.OptIns.RecordAsync([older], Cancellation)).State.For(_id.Number)!.Action);
        var newer = Some.OptIn(_id, at: Some.Now.AddDays(1), account: _account);
        Assert.Equal(OptInAction.OptedIn, Assert.Single(await fixture.Store.OptIns.RecordAsync([newer], Cancellation)).State.For(_id.Number)!.Action);
    }

    [Fact]
    public async Task An_opt_in_does_not_outlive_it()
    {
        await fixture.Store.OptIns.RecordAsync([Some.OptIn(_id, account: _account)], Cancellation);

        await EraseAsync(version: 0);

        Assert.Null((await fixture.Store.OptIns.FindAsync(_account, _id.User, Cancellation)).For(_id.Number));
    }

    [Fact]
    public async Task Who_is_erased_is_not_learnt_again_before_there_is_a_conversation_again()
    {
        var fact = new ContactFact(_account, _id.User, Some.Now) { WaId = _id.User.Value, BusinessScopedUserId = $"DE.{_id.User}" };
        await fixture.Store.Contacts.LearnAsync([fact], Cancellation);
        Assert.Equal([_id.User, UserId.Parse(fact.BusinessScopedUserId)], await Erasure.NamesAsync(_account, _id.User, Cancellation));
        await EraseAsync(version: 0);

        Assert.Empty(await fixture.Store.Contacts.LearnAsync([fact], Cancellation));
        Assert.Null(await fixture.Store.Contacts.FindAsync(_account, _id.User, Cancellation));

        await fixture.Conversations.CommitAsync(Commit(0, Some.Inbound(_id)), Cancellation);
        Assert.Single(await fixture.Store.Contacts.LearnAsync([fact], Cancellation));
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private async Task EraseAsync(long version)
    {
        Assert.True(await Erasure.EraseConversationAsync(_account, _id, version, Cancellation));
        await Erasure.EraseUserAsync(new(_account, _id.User, [_id.Number], ["portfolio"]), Cancellation);
    }

    private ConversationCommit Commit(long version, params IReadOnlyList<Storage.Messages.NewMessage> messages) =>
        Some.Commit(_id, version, messages) with { Account = _account };

    /// <summary>Everything that may be kept of a person.</summary>
    private async Task<(Storage.Messages.NewMessage Inbound, Storage.Messages.NewMessage Outbound)> FillAsync()
    {
        fixture.Store.Feeds.Keep(_account);
        var inbound = Some.Inbound(_id) with { Content = Some.Bytes($$$"""{"text":{"body":"{{{_canary}}}"}}"""), Wamid = $"wamid.{_canary}" };
        var outbound = Some.Outbound(MessagePhase.Failed) with
        {
            Content = Some.Bytes($$$"""{"text":{"body":"{{{_canary}}}"}}"""),
            Fallback = Some.Bytes($$$"""{"text":{"body":"{{{_canary}}}"}}"""),
            Reference = _canary,
            Error = Some.Error() with { Details = _canary },
        };
        var commit = Commit(0, inbound, outbound) with
        {
            State = Some.Bytes(_canary),
            BotContext = Some.Bytes(_canary),
            Summary = new() { LastMessageAt = Some.Now, Name = _canary, WaId = _id.User.Value },
            OpensWindow = true,
            DeadLetters = [Some.DeadLetter(_canary + _id, account: _account) with { Conversation = _id }],
            OptIns = [Some.OptIn(_id, account: _account) with { Evidence = _canary, Source = _canary }],
        };
        Assert.IsType<CommitResult.Committed>(await fixture.Conversations.CommitAsync(commit, Cancellation));
        await fixture.Store.Inbox.AddAsync([new NewInboxChange(_account, _id, Some.Bytes(_canary))], Guid.NewGuid(), Some.Now, Cancellation);
        await fixture.Store.Contacts.LearnAsync([new ContactFact(_account, _id.User, Some.Now) { WaId = "0" + _id.User, BusinessScopedUserId = $"DE.{_canary}" }], Cancellation);
        await AddWebhookEventAsync();
        return (inbound, outbound);
    }

    private async Task AddWebhookEventAsync()
    {
        const string Sql = """
            insert into webhook_event (id, account, field, raw, received_at) values (@id, @account, 'account_alerts', @raw, 0)
            """;
        var arguments = new { id = new RowId(Guid.NewGuid()), account = _account.Value, raw = Some.Bytes($$"""{"entity":"{{_id.User}}"}""") };
        await fixture.Store.Database.WriteAsync(
            transaction => transaction.Connection!.ExecuteAsync(Sql, arguments, transaction), Cancellation);
    }

    /// <summary>How many rows of all tables have the person's number or words in any column.</summary>
    private Task<int> HitsAsync() => fixture.Store.Database.ReadAsync(
        async connection =>
        {
            string[] tables =
            [
                "conversation", "bot_context", "message", "inbox", "dead_letter", "webhook_event", "opt_in", "opt_in_entry", "portfolio_user", "event",
                "contact", "delivery", "erased_user", "idempotency",
            ];
            var hits = 0;
            foreach (var table in tables)
            {
                foreach (IDictionary<string, object?> row in await connection.QueryAsync($"select * from {table}"))
                {
                    hits += row.Values.Any(NamesThePerson) ? 1 : 0;
                }
            }

            return hits;
        },
        Cancellation);

    private bool NamesThePerson(object? value)
    {
        var text = value is byte[] bytes ? Encoding.UTF8.GetString(bytes) : value as string;
        return text is not null && (text.Contains(_id.User.Value, StringComparison.Ordinal) || text.Contains(_canary, StringComparison.Ordinal));
    }
}

public sealed class SqliteErasureTests(SqliteFixture fixture) : ErasureTests(fixture), IClassFixture<SqliteFixture>;

public sealed class PostgreSqlErasureTests(PostgreSqlFixture fixture) : ErasureTests(fixture), IClassFixture<PostgreSqlFixture>;

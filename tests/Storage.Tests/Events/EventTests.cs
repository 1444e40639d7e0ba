using System.Text;
using System.Text.Json;
using Mogambo.Accounts;
using Mogambo.Conversations;
using Mogambo.Messages;
using Mogambo.OptIns;
using Mogambo.Storage.Conversations;
using Mogambo.Storage.Events;
using Mogambo.Storage.Messages;

namespace Mogambo.Storage.Tests.Events;

public abstract class EventTests(StoreFixture fixture)
{
    private readonly AccountId _account = Some.NewAccount();

    private IConversationStore Store => fixture.Conversations;

    [Fact]
    public async Task An_account_whose_feed_is_not_kept_has_no_events()
    {
        var id = Some.Conversation();
        await CommitAsync(Commit(id, 0, Some.Inbound(id)));
        await fixture.Store.Events.AddAsync([new(_account, "number.status", "x", "{}"u8.ToArray(), Some.Now)], Cancellation);
        await fixture.Store.OptIns.RecordAsync([Some.OptIn(id, account: _account)], Cancellation);
        fixture.Store.Feeds.Keep(_account);
        await CommitAsync(Commit(id, 1));
        fixture.Store.Feeds.Drop(_account);
        await CommitAsync(Commit(id, 2, Some.Inbound(id)));

        Assert.Empty(await ReadAsync(0));
    }

    [Fact]
    public async Task A_message_is_told_in_its_commit_and_rendered_when_it_is_read()
    {
        fixture.Store.Feeds.Keep(_account);
        var id = Some.Conversation();
        var inbound = Some.Inbound(id);
        var reply = Some.Outbound(MessagePhase.Claimed) with { Reference = "order-7", Price = new(6_800, "USD", "utility", "US", false) };
        await CommitAsync(Commit(id, 0, inbound, Some.Inbound(id) with { IsStale = true }, reply) with
        {
            OpensWindow = true,
            Summary = new() { LastMessageAt = Some.Now, WindowClosesAt = Some.Now.AddDays(1) },
        });
        await Store.ApplyStatusAsync(Some.Status(id, reply.Key.Id, MessageStatus.Sent), Cancellation);
        await Store.ApplyStatusAsync(Some.Status(id, reply.Key.Id, MessageStatus.Sent), Cancellation);
        await Store.ApplyStatusAsync(Some.Status(id, reply.Key.Id, MessageStatus.Accepted), Cancellation);
        await Store.ApplyStatusAsync(Some.Status(id, reply.Key.Id, MessageStatus.Failed), Cancellation);

        var events = await ReadAsync(4);

        Assert.Equal(
            [EventType.MessageReceived, EventType.WindowOpened, EventType.MessageStatus, EventType.MessageFailed],
            events.Select(item => item.Type));
        Assert.All(events, item => Assert.Equal((_account, id.ToString()), (item.Account, item.Subject)));
        Assert.Equal(
            $$$"""{"id":"{{{inbound.Key.Id}}}","wamid":"{{{inbound.Wamid}}}","direction":"inbound","from":"{{{id.User}}}","to":"{{{id.Number}}}","user":"{{{id.User}}}","type":"text","content":{"text":{"body":"hello"}},"status":"received","reference":null,"created_at":"2026-11-22T12:00:00Z","at":"2026-11-22T12:00:00Z"}""",
            Text(events[0]));
        Assert.Equal(
            $$$"""{"conversation":"{{{id}}}","number":"{{{id.Number}}}","user":"{{{id.User}}}","closes_at":"2026-11-23T12:00:00Z"}""", Text(events[1]));
        Assert.Equal(
            $$$"""{"id":"{{{reply.Key.Id}}}","wamid":"wamid.{{{reply.Key.Id}}}.1","direction":"outbound","from":"{{{id.Number}}}","to":"{{{id.User}}}","user":"{{{id.User}}}","type":"text","content":{"type":"text","text":{"body":"hi"}},"status":"sent","reference":"order-7","price":{"amount":"0.0068","currency":"USD","category":"utility"},"created_at":"2026-11-22T12:00:00Z","at":"2026-11-22T12:00:02Z"}""",
            Text(events[2]));
        Assert.Equal(131026, Data(events[3]).GetProperty("error").GetProperty("code").GetInt32());
        Assert.Equal("failed", Data(events[3]).GetProperty("status").GetString());
    }

    [Fact]
    public async Task Of_statuses_in_one_call_those_that_move_their_row_are_told()
    {
        fixture.Store.Feeds.Keep(_account);
        var id = Some.Conversation();
        var (one, other) = (Some.Outbound(MessagePhase.Claimed), Some.Outbound(MessagePhase.Claimed));
        await CommitAsync(Commit(id, 0, one, other));

        await Store.ApplyStatusesAsync(
            [
                Some.Status(id, one.Key.Id, MessageStatus.Delivered),
                Some.Status(id, one.Key.Id, MessageStatus.Sent),
                Some.Status(id, other.Key.Id, MessageStatus.Sent),
                Some.Status(id, one.Key.Id, MessageStatus.Read),
            ],
            Cancellation);

        var told = (await ReadAsync(3)).Select(item => (Data(item).GetProperty("id").GetString(), Data(item).GetProperty("status").GetString()));
        Assert.Equal(
            new[] { (one, "delivered"), (one, "read"), (other, "sent") }.Select(entry => (entry.Item1.Key.Id.ToString(), entry.Item2)).Order(),
            told.Select(entry => (entry.Item1!, entry.Item2!)).Order());
    }

    [Theory]
    [InlineData(MessagePhase.Unknown, MessageStatus.None, "message.unknown", "unknown")]
    [InlineData(MessagePhase.Failed, MessageStatus.None, "message.failed", "failed")]
    [InlineData(MessagePhase.Canceled, MessageStatus.None, "message.status", "canceled")]
    [InlineData(MessagePhase.Expired, MessageStatus.None, "message.status", "expired")]
    [InlineData(MessagePhase.Settled, MessageStatus.Accepted, "message.status", "accepted")]
    [InlineData(MessagePhase.Settled, MessageStatus.Failed, "message.failed", "failed")]
    public async Task What_a_turn_changes_is_told_once(MessagePhase phase, MessageStatus status, string type, string word)
    {
        fixture.Store.Feeds.Keep(_account);
        var id = Some.Conversation();
        var message = Some.Outbound();
        await CommitAsync(Commit(id, 0, message));
        var change = new MessageChange { Id = message.Key.Id, Phase = phase, Attempt = 1, Status = status, At = Some.Now.AddMinutes(1) };

        await CommitAsync(Commit(id, 1) with { Changes = [change] });
        await CommitAsync(Commit(id, 2) with { Changes = [change] });

        var told = Assert.Single(await ReadAsync(1));
        Assert.Equal((type, word, Some.Now.AddMinutes(1)), (told.Type, Data(told).GetProperty("status").GetString(), told.At));
        Assert.Equal(told.Id, Assert.Single(await fixture.Store.Events.GetAsync(_account, [told.Cursor, new(1, 1)], Cancellation)).Id);
        Assert.Empty(await fixture.Store.Events.GetAsync(Some.NewAccount(), [told.Cursor], Cancellation));
    }

    [Fact]
    public async Task Claims_waits_and_what_a_status_said_already_are_not_told()
    {
        fixture.Store.Feeds.Keep(_account);
        var id = Some.Conversation();
        var message = Some.Outbound();
        await CommitAsync(Commit(id, 0, message));
        await CommitAsync(Commit(id, 1) with { Changes = [Some.Claim(message.Key.Id)] });
        await Store.ApplyStatusAsync(Some.Status(id, message.Key.Id, MessageStatus.Delivered), Cancellation);
        await CommitAsync(Commit(id, 2) with { Changes = [new() { Id = message.Key.Id, Phase = MessagePhase.Unknown, Attempt = 1 }] });

        Assert.Equal("delivered", Data(Assert.Single(await ReadAsync(1))).GetProperty("status").GetString());
    }

    [Fact]
    public async Task What_a_user_decides_is_told_when_it_changes()
    {
        fixture.Store.Feeds.Keep(_account);
        var id = Some.Conversation();
        OptInAction[] actions =
            [OptInAction.OptedIn, OptInAction.OptedIn, OptInAction.OptedOut, OptInAction.MarketingStopped, OptInAction.MarketingResumed];
        await fixture.Store.OptIns.RecordAsync(
            [.. actions.Select((action, i) => Some.OptIn(id, action, Some.Now.AddMinutes(i), _account))], Cancellation);
        await CommitAsync(Commit(id) with { OptIns = [Some.OptIn(id, OptInAction.OptedIn, Some.Now.AddHours(1), _account) with { Number = id.Number }] });

        var events = await ReadAsync(5);

        Assert.Equal(["contact.opted_in", "contact.opted_out", "contact.opted_out", "contact.opted_in", "contact.opted_in"], events.Select(item => item.Type));
        Assert.All(events, item => Assert.Equal(id.User.Value, item.Subject));
        Assert.Equal(
            $$"""{"user":"{{id.User}}","number":null,"source":"checkout page","by":"test","category":"marketing","at":"2026-11-22T12:03:00Z"}""",
            Text(events[2]));
        Assert.Equal(id.Number.Value, Data(events[4]).GetProperty("number").GetString());
    }

    [Fact]
    public async Task A_park_and_its_end_and_a_published_template_are_told()
    {
        fixture.Store.Feeds.Keep(_account);
        var id = Some.Conversation();
        var park = new NumberPark("hash", Some.Error(190), Some.Now);
        await CommitAsync(Commit(id) with { Park = park });
        await CommitAsync(Commit(id, 1) with { Park = park });
        await fixture.Store.Parks.LiftUnlessAsync(id.Number, "another", Some.Now.AddHours(1), Cancellation);
        var row = Some.Template(_account);
        var told = new NewEvent(_account, EventType.TemplateStatus, row.Id.ToString(), Some.Bytes("""{"status":"approved"}"""), Some.Now);
        await fixture.Store.Templates.PublishAsync(row, [told], Cancellation);
        await fixture.Store.Templates.PublishAsync(row, [told], Cancellation);

        var events = await ReadAsync(3);

        Assert.Equal(["number.status", "number.status", "template.status"], events.Select(item => item.Type));
        Assert.Equal(190, Data(events[0]).GetProperty("error").GetProperty("code").GetInt32());
        Assert.Equal(["parked", "active"], events.Take(2).Select(item => Data(item).GetProperty("status").GetString()));
        Assert.Equal(told.Data, events[2].Data);
    }

    [Fact]
    public async Task The_feed_is_read_by_place_from_its_end_or_from_a_time_and_forgotten_in_the_end()
    {
        fixture.Store.Feeds.Keep(_account);
        var start = fixture.Store.Clock.GetUtcNow();
        await AddAsync(0, 5);
        var all = await ReadAsync(5);
        var middle = all[2].Cursor;

        Assert.Equal(all.Take(2), await fixture.Store.Events.ReadAsync(_account, EventCursor.Start, 2, Cancellation), SameEvent);
        Assert.Equal(all.Skip(3), await fixture.Store.Events.ReadAsync(_account, EventCursor.Parse(middle.ToString()), 9, Cancellation), SameEvent);
        var end = await fixture.Store.Events.EndAsync(_account, Cancellation);
        Assert.Empty(await fixture.Store.Events.ReadAsync(_account, end, 9, Cancellation));
        var from = await fixture.Store.Events.FindAsync(_account, start.AddMinutes(-1), Cancellation);
        Assert.Equal(all, await fixture.Store.Events.ReadAsync(_account, from, 9, Cancellation), SameEvent);
        var never = await fixture.Store.Events.FindAsync(_account, start.AddHours(1), Cancellation);
        Assert.Empty(await fixture.Store.Events.ReadAsync(_account, never, 9, Cancellation));
        await AddAsync(5, 1);
        Assert.Equal(["5"], (await ReadAsync(1, end)).Select(item => item.Subject));
        Assert.Equal(["5"], (await ReadAsync(1, never)).Select(item => item.Subject));

        await fixture.Store.Cleaning.RunAsync(start.AddDays(29), Cancellation);
        Assert.Equal(6, (await ReadAsync(6)).Count);
        await fixture.Store.Cleaning.RunAsync(start.AddDays(31), Cancellation);
        Assert.Empty(await ReadAsync(0));
        await AddAsync(6, 1);
        Assert.Equal(["6"], (await ReadAsync(1, end)).Select(item => item.Subject));
    }

    private Task AddAsync(int first, int count) => fixture.Store.Events.AddAsync(
        [.. Enumerable.Range(first, count).Select(i => new NewEvent(_account, "x", $"{i}", "{}"u8.ToArray(), Some.Now))], Cancellation);

    // Transactions of other databases on the test's server may hold the feed back for a moment.
    private async Task<IReadOnlyList<StoredEvent>> ReadAsync(int count, EventCursor after = default)
    {
        IReadOnlyList<StoredEvent> events;
        do
        {
            events = await fixture.Store.Events.ReadAsync(_account, after, 1000, Cancellation);
        }
        while (events.Count < count);

        Assert.Equal(count, events.Count);
        return events;
    }

    private async Task CommitAsync(ConversationCommit commit) =>
        Assert.IsType<CommitResult.Committed>(await Store.CommitAsync(commit, Cancellation));

    private ConversationCommit Commit(ConversationId id, long version = 0, params IReadOnlyList<NewMessage> messages) =>
        Some.Commit(id, version, messages) with { Account = _account };

    private static bool SameEvent(StoredEvent left, StoredEvent right) => left.Id == right.Id;

    private static string Text(StoredEvent item) => Encoding.UTF8.GetString(item.Data);

    private static JsonElement Data(StoredEvent item) => JsonElement.Parse(item.Data);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;
}

public sealed class SqliteEventTests(SqliteFixture fixture) : EventTests(fixture), IClassFixture<SqliteFixture>;

public sealed class PostgreSqlEventTests(PostgreSqlFixture fixture) : EventTests(fixture), IClassFixture<PostgreSqlFixture>;

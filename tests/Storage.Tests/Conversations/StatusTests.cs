using Mogambo.Conversations;
using Mogambo.Messages;
using Mogambo.Storage.Conversations;
using Mogambo.Storage.Messages;

namespace Mogambo.Storage.Tests.Conversations;

public abstract class StatusTests(StoreFixture fixture)
{
    private static readonly MessageStatus[] All =
    [
        MessageStatus.Accepted, MessageStatus.Sent, MessageStatus.Failed, MessageStatus.Delivered, MessageStatus.Read, MessageStatus.Played,
    ];

    private IConversationStore Store => fixture.Conversations;

    [Fact]
    public async Task All_720_orders_end_the_same()
    {
        var ends = await Task.WhenAll(Orders(All).Select(EndOfAsync));

        Assert.Equal(720, ends.Length);
        Assert.Single(ends.Distinct());
        Assert.StartsWith("played", ends[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_orders_at_once_in_one_batch_end_the_same()
    {
        var (id, message) = await ClaimedAsync();

        var results = await Task.WhenAll(All.Reverse().Select(status => Store.ApplyStatusAsync(Some.Status(id, message, status), Cancellation)));

        Assert.All(results, result => Assert.Equal(id, result.Conversation));
        Assert.True(results[0].Moved);
        Assert.Equal(6, (await fixture.Store.ShowAsync(message)).Statuses.Count);
    }

    [Fact]
    public async Task Those_of_one_call_are_each_told_what_they_found()
    {
        var (id, message) = await ClaimedAsync();
        var (_, other) = await ClaimedAsync();

        var results = await Store.ApplyStatusesAsync(
            [
                Some.Status(id, message, MessageStatus.Delivered),
                Some.Status(id, Some.Outbound().Key.Id, MessageStatus.Read),
                Some.Status(id, message, MessageStatus.Sent),
                Some.Status(Some.Conversation(), other, MessageStatus.Read),
                Some.Status(id, message, MessageStatus.Read),
            ],
            Cancellation);

        Assert.Equal([id, null, id, null, id], results.Select(result => result.Conversation));
        Assert.Equal([true, false, false, false, true], results.Select(result => result.Moved));
        Assert.Equal("read", (await fixture.Store.ShowAsync(message)).Status);
    }

    [Fact]
    public async Task A_status_before_the_outcome_is_not_lowered_by_it()
    {
        var (id, message) = await ClaimedAsync();
        var early = await Store.ApplyStatusAsync(Some.Status(id, message, MessageStatus.Delivered), Cancellation);

        var outcome = await Store.CommitAsync(Some.Commit(id, 1) with { Changes = [Accepted(message)] }, Cancellation);

        Assert.Equal(new StatusResult(id, true, MessagePhase.Claimed), early);
        var ranks = Assert.IsType<CommitResult.Committed>(outcome).Ranks;
        Assert.Equal(MessageRank.Of(1, MessageStatus.Delivered), ranks[message]);
        Assert.Equal("delivered", (await fixture.Store.ShowAsync(message)).Status);
    }

    [Fact]
    public async Task A_late_failure_of_the_first_attempt_does_not_spoil_the_second()
    {
        var (id, message) = await ClaimedAsync();
        await Store.CommitAsync(Some.Commit(id, 1) with { Changes = [Some.Claim(message, 2)] }, Cancellation);
        await Store.CommitAsync(Some.Commit(id, 2) with { Changes = [Accepted(message, 2)] }, Cancellation);

        var late = await Store.ApplyStatusAsync(Some.Status(id, message, MessageStatus.Failed), Cancellation);

        Assert.False(late.Moved);
        var view = await fixture.Store.ShowAsync(message);
        Assert.Equal(("accepted", null, "wamid.outcome.2"), (view.Status, view.Error, view.Wamid));
    }

    [Fact]
    public async Task A_failure_of_the_first_attempt_is_not_shown_of_a_second_that_is_under_way()
    {
        var (id, message) = await ClaimedAsync();
        await Store.ApplyStatusAsync(Some.Status(id, message, MessageStatus.Failed), Cancellation);
        await Store.CommitAsync(
            Some.Commit(id, 1) with { Changes = [new() { Id = message, Phase = MessagePhase.Queued, Attempt = 2 }] }, Cancellation);
        Assert.Equal("queued", (await fixture.Store.ShowAsync(message)).Status);

        var claim = await Store.CommitAsync(Some.Commit(id, 2) with { Changes = [Some.Claim(message, 2)] }, Cancellation);

        Assert.IsType<CommitResult.Committed>(claim);
        var view = await fixture.Store.ShowAsync(message);
        Assert.Equal(("claimed", null), (view.Status, view.Error));
    }

    [Fact]
    public async Task A_status_for_another_number_is_left_alone()
    {
        var (id, message) = await ClaimedAsync();

        var result = await Store.ApplyStatusAsync(Some.Status(Some.Conversation(), message, MessageStatus.Read), Cancellation);

        Assert.Equal(default, result);
        Assert.Equal("claimed", (await fixture.Store.ShowAsync(message)).Status);
        Assert.Equal(default, await Store.ApplyStatusAsync(Some.Status(id, Some.Outbound().Key.Id, MessageStatus.Read), Cancellation));
    }

    [Fact]
    public async Task A_status_finds_a_message_that_is_unknown()
    {
        var (id, message) = await ClaimedAsync();
        await Store.CommitAsync(
            Some.Commit(id, 1) with { Changes = [new() { Id = message, Phase = MessagePhase.Unknown, Attempt = 1 }] }, Cancellation);
        Assert.Equal("unknown", (await fixture.Store.ShowAsync(message)).Status);

        var result = await Store.ApplyStatusAsync(
            Some.Status(id, message, MessageStatus.Sent) with { Pricing = Some.Bytes("{}") }, Cancellation);

        Assert.Equal(new StatusResult(id, true, MessagePhase.Unknown), result);
        var view = await fixture.Store.ShowAsync(message);
        Assert.Equal(("sent", $"wamid.{message}.1"), (view.Status, view.Wamid));
        Assert.Equal(Some.Bytes("{}"), view.Pricing);
    }

    [Fact]
    public async Task A_repeated_status_keeps_the_first_time()
    {
        var (id, message) = await ClaimedAsync();
        var sent = Some.Status(id, message, MessageStatus.Sent);
        await Store.ApplyStatusAsync(sent with { At = Some.Now.AddMinutes(1) }, Cancellation);

        var again = await Store.ApplyStatusAsync(sent with { At = Some.Now }, Cancellation);

        Assert.False(again.Moved);
        Assert.Equal([new StatusTime(MessageStatus.Sent, Some.Now)], (await fixture.Store.ShowAsync(message)).Statuses);
    }

    private async Task<(ConversationId Id, MessageId Message)> ClaimedAsync()
    {
        var id = Some.Conversation();
        var message = Some.Outbound(MessagePhase.Claimed);
        await Store.CommitAsync(Some.Commit(id, 0, message), Cancellation);
        return (id, message.Key.Id);
    }

    private async Task<string> EndOfAsync(IReadOnlyList<MessageStatus> order)
    {
        var (id, message) = await ClaimedAsync();
        var highest = MessageStatus.None;
        foreach (var status in order)
        {
            var result = await Store.ApplyStatusAsync(Some.Status(id, message, status), Cancellation);
            Assert.Equal(status > highest, result.Moved);
            highest = status > highest ? status : highest;
        }

        var view = await fixture.Store.ShowAsync(message);
        return $"{view.Status} {view.Error} {string.Join(' ', view.Statuses)}";
    }

    private static MessageChange Accepted(MessageId message, int attempt = 1) => new()
    {
        Id = message,
        Phase = MessagePhase.Settled,
        Attempt = attempt,
        Status = MessageStatus.Accepted,
        At = Some.Now,
        Wamid = $"wamid.outcome.{attempt}",
    };

    private static IEnumerable<List<MessageStatus>> Orders(MessageStatus[] statuses) => statuses.Length == 0
        ? [[]]
        : statuses.SelectMany(first => Orders([.. statuses.Where(status => status != first)])
            .Select(rest => new List<MessageStatus>([first, .. rest])));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;
}

public sealed class SqliteStatusTests(SqliteFixture fixture) : StatusTests(fixture), IClassFixture<SqliteFixture>;

public sealed class PostgreSqlStatusTests(PostgreSqlFixture fixture) : StatusTests(fixture), IClassFixture<PostgreSqlFixture>;

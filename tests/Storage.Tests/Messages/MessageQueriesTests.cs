using Mogambo.Accounts;
using Mogambo.Conversations;
using Mogambo.Messages;
using Mogambo.Storage.Messages;

namespace Mogambo.Storage.Tests.Messages;

public abstract class MessageQueriesTests(StoreFixture fixture)
{
    [Fact]
    public async Task Messages_are_listed_by_page_newest_first_and_filtered()
    {
        var account = new AccountId("815");
        var number = Some.Number();
        var (ana, bo) = (Some.Conversation(number), Some.Conversation(number));
        var messages = new List<NewMessage>();
        foreach (var id in new[] { ana, bo })
        {
            NewMessage[] added =
            [
                Some.Inbound(id, sentAt: Some.Now), Some.Inbound(id, sentAt: Some.Now),
                Some.Outbound(at: Some.Now.AddSeconds(1)) with { Reference = "order-1" },
                Some.Outbound(MessagePhase.Failed, Some.Now.AddDays(-40)) with { Error = Some.Error() },
            ];
            messages.AddRange(added);
            await fixture.Conversations.CommitAsync(Some.Commit(id, 0, added) with { Account = account }, Cancellation);
        }

        var newestFirst = messages.OrderByDescending(message => message.Key.At)
            .ThenByDescending(message => message.Key.Id.Value.ToString(), StringComparer.Ordinal)
            .Select(message => message.Key)
            .ToList();
        Assert.Equal(newestFirst, await ListAsync(account, new(), 3));
        Assert.Equal(newestFirst, await ListAsync(account, new() { Number = number }, 1));
        Assert.Equal(4, (await ListAsync(account, new() { User = ana.User }, 3)).Count);
        Assert.Equal(4, (await ListAsync(account, new() { User = ana.User, Number = number }, 3)).Count);
        Assert.Equal(4, (await ListAsync(account, new() { Conversation = bo }, 3)).Count);
        Assert.Equal(2, (await ListAsync(account, new() { Conversation = bo, Direction = MessageDirection.Inbound }, 3)).Count);
        Assert.Equal(2, (await ListAsync(account, new() { Reference = "order-1" }, 3)).Count);
        Assert.Equal(2, (await ListAsync(account, new() { Status = "failed" }, 3)).Count);
        Assert.Equal(4, (await ListAsync(account, new() { Status = "received" }, 3)).Count);
        Assert.Empty(await ListAsync(account, new() { Status = "nonsense' or 1=1" }, 3));
        Assert.Empty(await ListAsync(account, new() { User = Some.Conversation().User }, 3));
        Assert.Empty(await ListAsync(new AccountId("816"), new(), 3));
    }

    [Fact]
    public async Task A_message_of_another_account_is_not_found()
    {
        var id = Some.Conversation();
        var (inbound, outbound) = (Some.Inbound(id), Some.Outbound());
        await fixture.Conversations.CommitAsync(Some.Commit(id, 0, inbound, outbound), Cancellation);

        var view = await fixture.Store.Messages.FindAsync(Some.Account, outbound.Key.Id, Cancellation);
        Assert.Equal((id, "queued", "text", Some.Now), (view!.Conversation, view.Status, view.Type, view.CreatedAt));
        Assert.Equal(inbound.Key, (await fixture.Store.ShowAsync(inbound.Key.Id)).Key);
        Assert.Null(await fixture.Store.Messages.FindAsync(new AccountId("817"), outbound.Key.Id, Cancellation));
        Assert.Null(await fixture.Store.Messages.FindAsync(new AccountId("817"), inbound.Key.Id, Cancellation));
    }

    [Fact]
    public async Task Conversations_are_listed_newest_first()
    {
        var account = new AccountId("818");
        var ids = new List<ConversationId>();
        for (var i = 0; i < 7; i++)
        {
            var commit = Some.Commit(Some.Conversation()) with { Account = account };
            await fixture.Conversations.CommitAsync(
                commit with { Summary = new() { LastMessageAt = Some.Now.AddSeconds(i / 2), HandledByHuman = true, WindowClosesAt = Some.Now } },
                Cancellation);
            ids.Add(commit.Id);
        }

        var listed = new List<ConversationId>();
        PageCursor? after = null;
        do
        {
            var page = await fixture.Store.ConversationQueries.ListAsync(account, 2, after, Cancellation);
            listed.AddRange(page.Items.Select(item => item.Id));
            Assert.All(page.Items, item => Assert.True(item.Summary.HandledByHuman));
            after = page.Next is { } next ? PageCursor.Parse(next.ToString()) : null;
        }
        while (after is not null);

        Assert.Equal(ids.OrderByDescending(id => ids.IndexOf(id) / 2).ThenByDescending(id => id.ToString(), StringComparer.Ordinal), listed);
        Assert.Null(await fixture.Store.ConversationQueries.FindAsync(Some.Account, ids[0], Cancellation));
    }

    [Theory]
    [InlineData("")]
    [InlineData("!")]
    [InlineData("bm90aGluZw")]
    public void What_is_no_cursor_is_refused(string text)
    {
        Assert.False(PageCursor.TryParse(text, null, out _));
    }

    private async Task<List<MessageKey>> ListAsync(AccountId account, MessageFilter filter, int limit)
    {
        var keys = new List<MessageKey>();
        PageCursor? after = null;
        do
        {
            var page = await fixture.Store.Messages.ListAsync(account, filter, limit, after, Cancellation);
            Assert.True(page.Items.Count <= limit);
            keys.AddRange(page.Items.Select(item => item.Key));
            after = page.Next is { } next ? PageCursor.Parse(next.ToString()) : null;
        }
        while (after is not null);
        return keys;
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;
}

public sealed class SqliteMessageQueriesTests(SqliteFixture fixture) : MessageQueriesTests(fixture), IClassFixture<SqliteFixture>;

public sealed class PostgreSqlMessageQueriesTests(PostgreSqlFixture fixture) : MessageQueriesTests(fixture), IClassFixture<PostgreSqlFixture>;

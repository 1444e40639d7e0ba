using Mogambo.Bots;
using Mogambo.Messages;
using Mogambo.Storage.Messages;

namespace Mogambo.Grains.Tests.Cluster;

/// <summary>The store fails before, within or after the commit of a message: the webhook's repeat has its effect exactly once.</summary>
public abstract class UncertainCommitTests(GrainCluster cluster) : IDisposable
{
    [Theory]
    [InlineData("store.before_commit")]
    [InlineData("store.in_commit")]
    [InlineData("store.after_commit")]
    public async Task A_message_whose_commit_failed_is_answered_once_after_the_repeat(string failpoint)
    {
        var chat = cluster.NewChat();
        await chat.SaysAsync("first");
        await chat.UntilRepliesAreAsync("accepted");
        var message = chat.Message("second");
        Failpoint.Enable(failpoint + "=throw@1");

        await Assert.ThrowsAnyAsync<Exception>(() => chat.Grain.ReceiveAsync([message]));
        await chat.Grain.ReceiveAsync([message]);
        await chat.Grain.ReceiveAsync([message]);
        await chat.UntilRepliesAreAsync("accepted", 2, step: TimeSpan.FromMilliseconds(500));

        Assert.Equal(["echo first", "echo second"], chat.Sent);
        Assert.Equal(2, (await chat.RowsAsync()).Count(row => row.Direction == MessageDirection.Inbound));
    }

    [Theory]
    [InlineData("store.before_commit")]
    [InlineData("store.in_commit")]
    [InlineData("store.after_commit")]
    public async Task An_outcome_whose_commit_failed_is_told_again(string failpoint)
    {
        var chat = cluster.NewChat();
        var hanging = cluster.WhatsApp.Hangs(chat.Id);
        await chat.SaysAsync();
        await cluster.UntilAsync("the send is under way", () => chat.Attempts.Count == 1);
        Failpoint.Enable(failpoint + "=throw@1");

        hanging.SetResult(new SendOutcome.Accepted("wamid.told-twice"));
        await chat.UntilRepliesAreAsync("accepted", step: TimeSpan.FromMilliseconds(50));

        Assert.Single(chat.Attempts);
        Assert.Equal("wamid.told-twice", Assert.Single(await chat.RepliesAsync()).Wamid);
        Assert.Empty((await chat.StateAsync()).Outbox);
    }

    [Theory]
    [InlineData("store.before_commit")]
    [InlineData("store.in_commit")]
    [InlineData("store.after_commit")]
    public async Task A_bot_s_answer_whose_commit_failed_is_sent_once(string failpoint)
    {
        var chat = cluster.NewChat(TestAccounts.Http);
        var hanging = cluster.Bot.Hangs(chat.Id);
        await chat.SaysAsync();
        await cluster.UntilAsync("the bot is asked", () => cluster.Bot.QuestionsAbout(chat.Id).Count == 1);
        Failpoint.Enable(failpoint + "=throw@1");

        hanging.SetResult(new BotAnswer.Replied([TextContent.Of("yes")]));
        await chat.UntilRepliesAreAsync("accepted", step: TimeSpan.FromMilliseconds(500));

        Assert.Equal(["yes"], chat.Sent);
        Assert.Empty((await chat.StateAsync()).Turns);
    }

    [Fact]
    public async Task An_attempt_that_left_and_whose_outcome_was_lost_is_unknown_and_not_sent_again()
    {
        var chat = cluster.NewChat();
        Failpoint.Enable("send.before_store=throw@1");
        await chat.SaysAsync();

        await chat.UntilRepliesAreAsync("unknown", step: TimeSpan.FromMilliseconds(500));
        cluster.Time.Advance(TimeSpan.FromMinutes(1));
        await chat.Grain.WakeAsync();

        Assert.Equal("unknown", Assert.Single(await chat.RepliesAsync()).Status);
        Assert.Single(chat.Attempts);
    }

    public void Dispose()
    {
        Failpoint.Disable();
        GC.SuppressFinalize(this);
    }
}

[Collection(nameof(SqliteFailpointClusterTests))]
public sealed class SqliteUncertainCommitTests(SingleSqliteCluster cluster) : UncertainCommitTests(cluster);

[Collection(nameof(PostgreSqlFailpointClusterTests))]
public sealed class PostgreSqlUncertainCommitTests(SinglePostgreSqlCluster cluster) : UncertainCommitTests(cluster);

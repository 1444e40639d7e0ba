using Microsoft.Extensions.DependencyInjection;
using Mogambo.Bots;
using Mogambo.Messages;
using Mogambo.Sending;

namespace Mogambo.Grains.Tests.Cluster;

/// <summary>A process that stops ends what it claimed, claims no more, and leaves the rest to the others.</summary>
public abstract class StoppingTests(GrainCluster cluster)
{
    private static readonly TimeSpan s_tick = TimeSpan.FromMilliseconds(500);

    [Fact]
    public async Task What_is_claimed_is_ended_and_what_comes_later_is_sent_by_another_process()
    {
        var (early, late) = (cluster.NewChat(), cluster.NewChat());
        await using (var stopping = await cluster.StartAnotherAsync())
        {
            var hanging = cluster.WhatsApp.Hangs(early.Id);
            await stopping.Client.Conversation(early.Id).ReceiveAsync([early.Message()]);
            await cluster.UntilAsync("the send is under way", () => early.Attempts.Count == 1);

            var stopped = stopping.Silos[0].ServiceProvider.GetRequiredService<Sender>().StopAsync(TestContext.Current.CancellationToken);
            await stopping.Client.Conversation(late.Id).ReceiveAsync([late.Message()]);

            Assert.Equal("queued", Assert.Single(await late.RepliesAsync()).Status);
            Assert.False(stopped.IsCompleted);
            hanging.SetResult(new SendOutcome.Accepted("wamid.early"));
            await stopped;
            await early.UntilRepliesAreAsync("accepted");
            Assert.Empty(late.Attempts);
        }

        await late.UntilRepliesAreAsync("accepted", step: s_tick);
        Assert.Single(late.Attempts);
    }

    [Fact]
    public async Task A_bot_s_answer_is_awaited_and_what_comes_later_is_asked_by_another_process()
    {
        var (early, late) = (cluster.NewChat(TestAccounts.Http), cluster.NewChat(TestAccounts.Http));
        await using (var stopping = await cluster.StartAnotherAsync())
        {
            var hanging = cluster.Bot.Hangs(early.Id);
            cluster.Bot.Answers(late.Id, _ => Reply("late"));
            await stopping.Client.Conversation(early.Id).ReceiveAsync([early.Message()]);
            await cluster.UntilAsync("the bot is asked", () => cluster.Bot.QuestionsAbout(early.Id).Count == 1);

            var stopped = stopping.Silos[0].ServiceProvider.GetRequiredService<BotCalls>().StopAsync(TestContext.Current.CancellationToken);
            await stopping.Client.Conversation(late.Id).ReceiveAsync([late.Message()]);

            Assert.Empty(cluster.Bot.QuestionsAbout(late.Id));
            Assert.False(stopped.IsCompleted);
            hanging.SetResult(Reply("early"));
            await stopped;
            Assert.Equal("queued", Assert.Single(await early.RepliesAsync()).Status);
        }

        await early.UntilRepliesAreAsync("accepted", step: s_tick);
        await late.UntilRepliesAreAsync("accepted", step: s_tick);
        Assert.Equal(["early", "late"], early.Sent.Concat(late.Sent));
        Assert.Equal((1, 1), (cluster.Bot.QuestionsAbout(early.Id).Count, cluster.Bot.QuestionsAbout(late.Id).Count));
    }

    private static BotAnswer.Replied Reply(string text) => BotAnswer.Replied.Nothing with { Replies = [TextContent.Of(text)] };
}

[Collection(nameof(SqliteClusterTests))]
public sealed class SqliteStoppingTests(SqliteCluster cluster) : StoppingTests(cluster);

[Collection(nameof(PostgreSqlClusterTests))]
public sealed class PostgreSqlStoppingTests(PostgreSqlCluster cluster) : StoppingTests(cluster);

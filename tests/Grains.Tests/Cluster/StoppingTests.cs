using Microsoft.Extensions.DependencyInjection;
using Mogambo.Messages;
using Mogambo.Sending;

namespace Mogambo.Grains.Tests.Cluster;

/// <summary>A process that stops ends what it claimed, claims no more, and leaves the rest to the others.</summary>
public abstract class StoppingTests(GrainCluster cluster)
{
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

        await late.UntilRepliesAreAsync("accepted", step: TimeSpan.FromMilliseconds(500));
        Assert.Single(late.Attempts);
    }
}

[Collection(nameof(SqliteClusterTests))]
public sealed class SqliteStoppingTests(SqliteCluster cluster) : StoppingTests(cluster);

[Collection(nameof(PostgreSqlClusterTests))]
public sealed class PostgreSqlStoppingTests(PostgreSqlCluster cluster) : StoppingTests(cluster);

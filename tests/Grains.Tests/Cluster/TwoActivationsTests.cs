using Mogambo.Conversations;
using Mogambo.Messages;
using Mogambo.Storage.Messages;
using Orleans.Storage;

namespace Mogambo.Grains.Tests.Cluster;

/// <summary>What must never be, two activations of one conversation, does no harm: the version tied to every row decides.</summary>
public abstract class TwoActivationsTests(GrainCluster cluster)
{
    private const int Rounds = 10;

    [Fact]
    public async Task Of_two_activations_that_write_at_once_one_is_refused_and_its_repeat_has_its_effect_once()
    {
        await using var another = await cluster.StartAnotherAsync();
        var chat = cluster.NewChat();
        var (here, there) = (chat.Grain, another.Client.Conversation(chat.Id));
        var refused = 0;

        for (var round = 0; round < Rounds; round++)
        {
            var counts = await Task.WhenAll(DeliverAsync(here, chat.Message()), DeliverAsync(there, chat.Message()));
            refused += counts.Sum();
        }

        await chat.UntilRepliesAreAsync("accepted", 2 * Rounds, step: TimeSpan.FromMilliseconds(50));
        Assert.True(refused > 0, "The two were never at odds.");
        Assert.Equal(4 * Rounds, (await chat.RowsAsync()).Count);
        Assert.Equal(2 * Rounds, chat.Attempts.Count);
        Assert.Equal(2 * Rounds, chat.Attempts.Select(attempt => attempt.Id.Message).Distinct().Count());
    }

    [Fact]
    public async Task A_zombie_s_commit_writes_nothing_and_the_repeat_is_handled_once()
    {
        var chat = cluster.NewChat();
        await chat.SaysAsync("first");
        await chat.UntilRepliesAreAsync("accepted");
        await chat.WriteAsync(await chat.StateAsync() with { Name = "Written by another" });
        var version = (await chat.StoredAsync())!.Version;
        var message = chat.Message("second");

        await Assert.ThrowsAsync<InconsistentStateException>(() => chat.Grain.ReceiveAsync([message]));

        Assert.Equal(version, (await chat.StoredAsync())!.Version);
        Assert.Equal(2, (await chat.RowsAsync()).Count);
        await chat.Grain.ReceiveAsync([message]);
        await chat.Grain.ReceiveAsync([message]);
        await chat.UntilRepliesAreAsync("accepted", 2);
        Assert.Equal(["echo first", "echo second"], chat.Sent);
        Assert.Single(await chat.RowsAsync(), row => row.Wamid == message.Wamid && row.Direction == MessageDirection.Inbound);
    }

    [Fact]
    public async Task A_claim_whose_process_died_becomes_unknown_by_another_process_and_is_not_sent_again()
    {
        var chat = cluster.NewChat();
        await using (var dying = await cluster.StartAnotherAsync())
        {
            cluster.WhatsApp.Hangs(chat.Id);
            await dying.Client.Conversation(chat.Id).ReceiveAsync([chat.Message()]);
            await cluster.UntilAsync("the send is under way", () => chat.Attempts.Count == 1);
            await dying.KillSiloAsync(dying.Silos[0]);
        }

        // Its lease has time left: nobody says anything of it.
        await chat.Grain.WakeAsync();
        Assert.Equal("claimed", Assert.Single(await chat.RepliesAsync()).Status);

        await chat.UntilRepliesAreAsync("unknown", step: TimeSpan.FromSeconds(1));
        await chat.SaysAsync("goes on");
        await cluster.UntilAsync("the next one is answered", async () => (await chat.RepliesAsync()).Any(reply => reply.Status == "accepted"));
        Assert.Equal(["echo hello", "echo goes on"], chat.Sent);
    }

    /// <summary>As the gateway does it: again until it is taken. Returns how often it was refused.</summary>
    private static async Task<int> DeliverAsync(IConversationGrain grain, InboundMessage message)
    {
        for (var refused = 0; ; refused++)
        {
            try
            {
                await grain.ReceiveAsync([message]);
                return refused;
            }
            catch (InconsistentStateException)
            {
                Assert.True(refused < 100, "Refused for ever.");
            }
        }
    }
}

[Collection(nameof(SqliteClusterTests))]
public sealed class SqliteTwoActivationsTests(SqliteCluster cluster) : TwoActivationsTests(cluster);

[Collection(nameof(PostgreSqlClusterTests))]
public sealed class PostgreSqlTwoActivationsTests(PostgreSqlCluster cluster) : TwoActivationsTests(cluster);

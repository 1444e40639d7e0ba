using Mogambo.Storage.Messages;

namespace Mogambo.Grains.Tests.Cluster;

public abstract class ReceivingTests(GrainCluster cluster)
{
    [Fact]
    public async Task A_message_delivered_twenty_times_at_once_and_once_more_is_answered_once()
    {
        var chat = cluster.NewChat();
        var message = chat.Message("where is my order?");

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => chat.Grain.ReceiveAsync([message])));
        await chat.UntilRepliesAreAsync("accepted");
        await chat.Grain.ReceiveAsync([message]);

        Assert.Equal(["echo where is my order?"], chat.Sent);
        Assert.Single(await chat.RowsAsync(), row => row.Direction == MessageDirection.Inbound);
        Assert.Single(await chat.RepliesAsync());
    }

    [Fact]
    public async Task A_repeat_older_than_the_remembered_ids_changes_nothing_at_all()
    {
        var chat = cluster.NewChat();
        var first = await chat.SaysAsync("first");
        for (var n = 0; n < 20; n++)
        {
            await chat.SaysAsync($"message {n}");
        }

        await chat.UntilRepliesAreAsync("accepted", 21);
        var before = await chat.StoredAsync();
        Assert.DoesNotContain(first.Id, (await chat.StateAsync()).Recent);

        await chat.Grain.ReceiveAsync([first]);

        var after = await chat.StoredAsync();
        Assert.Equal(before!.Version, after!.Version);
        Assert.Equal(before.State, after.State);
        Assert.Equal(42, (await chat.RowsAsync()).Count);
        Assert.Equal(21, chat.Attempts.Count);
    }

    [Fact]
    public async Task A_repeat_in_one_webhook_with_a_new_message_keeps_the_new_one()
    {
        var chat = cluster.NewChat();
        var first = await chat.SaysAsync("first");
        await chat.UntilRepliesAreAsync("accepted");
        for (var n = 0; n < 16; n++)
        {
            await chat.SaysAsync($"message {n}");
        }

        await chat.UntilRepliesAreAsync("accepted", 17);

        await chat.Grain.ReceiveAsync([first, chat.Message("second")]);
        await chat.UntilRepliesAreAsync("accepted", 18);

        Assert.Equal("echo second", chat.Sent.Last());
    }

    [Fact]
    public async Task A_conversation_goes_on_after_its_activation_was_dropped()
    {
        var chat = cluster.NewChat();
        var first = await chat.SaysAsync("first");
        await chat.UntilRepliesAreAsync("accepted");
        await cluster.DropAsync(chat);

        await chat.Grain.ReceiveAsync([first]);
        await chat.SaysAsync("second");
        await chat.UntilRepliesAreAsync("accepted", 2);

        Assert.Equal(["echo first", "echo second"], chat.Sent);
    }
}

[Collection(nameof(SqliteClusterTests))]
public sealed class SqliteReceivingTests(SqliteCluster cluster) : ReceivingTests(cluster);

[Collection(nameof(PostgreSqlClusterTests))]
public sealed class PostgreSqlReceivingTests(PostgreSqlCluster cluster) : ReceivingTests(cluster);

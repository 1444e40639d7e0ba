using Mogambo.Contacts;
using Mogambo.Messages;
using Mogambo.Storage.Messages;

namespace Mogambo.Grains.Tests.Cluster;

/// <summary>A person is erased while they write and are written to.</summary>
public abstract class EraseTests(GrainCluster cluster)
{
    [Fact]
    public async Task An_erased_conversation_is_gone_a_repeat_brings_nothing_back_and_a_new_message_begins_anew()
    {
        var chat = cluster.NewChat(cluster.NewNumber());
        var first = await chat.SaysAsync("secret");
        await chat.UntilRepliesAreAsync("accepted");
        var reply = Assert.Single(await chat.RepliesAsync());

        Assert.True(await Contact(chat).EraseAsync());

        Assert.Null(await chat.StoredAsync());
        Assert.Empty(await chat.RowsAsync());
        await chat.Grain.ReceiveAsync([first]);
        Assert.Null(await chat.StoredAsync());
        var row = await cluster.Service<IMessageQueries>().FindAsync(TestAccounts.OwnerOf(chat.Id.Number), reply.Key.Id);
        Assert.Equal("{}", System.Text.Encoding.UTF8.GetString(row!.Content));
        Assert.Null(row.Wamid);

        await chat.SaysAsync("again");
        await chat.UntilRepliesAreAsync("accepted");
        Assert.Equal(["echo secret", "echo again"], chat.Sent);
    }

    [Fact]
    public async Task While_a_message_is_being_sent_what_waits_is_canceled_and_the_rest_goes_when_its_outcome_is_there()
    {
        var chat = cluster.NewChat(cluster.NewNumber());
        var sending = cluster.WhatsApp.Hangs(chat.Id);
        await chat.SaysAsync("one");
        await chat.SaysAsync("two");
        await cluster.UntilAsync("the first is being sent", () => chat.Attempts.Count == 1);

        Assert.False(await Contact(chat).EraseAsync());
        Assert.Single(await chat.RepliesAsync(), reply => reply.Status == "canceled");

        sending.SetResult(new SendOutcome.Accepted("wamid.late"));
        await cluster.UntilAsync("the outcome is there and the person erased", () => Contact(chat).EraseAsync());

        Assert.Null(await chat.StoredAsync());
        Assert.Empty(await chat.RowsAsync());
        Assert.Equal(["echo one"], chat.Sent);
    }

    [Fact]
    public async Task Erased_again_and_again_during_traffic_nothing_of_it_stays_and_nobody_fails()
    {
        var chat = cluster.NewChat(cluster.NewNumber());
        var writing = Task.Run(async () =>
        {
            for (var n = 0; n < 30; n++)
            {
                await chat.SaysAsync($"message {n}");
            }
        });
        while (!writing.IsCompleted)
        {
            await Contact(chat).EraseAsync();
        }

        await writing;
        await cluster.UntilAsync("the person is erased", () => Contact(chat).EraseAsync());

        Assert.Null(await chat.StoredAsync());
        Assert.Empty(await chat.RowsAsync());
        await chat.SaysAsync("still here");
        await chat.UntilRepliesAreAsync("accepted", step: TimeSpan.FromSeconds(1));
    }

    private IContactGrain Contact(Chat chat) => cluster.Grains.Contact(TestAccounts.OwnerOf(chat.Id.Number), chat.Id.User);
}

[Collection(nameof(SqliteClusterTests))]
public sealed class SqliteEraseTests(SqliteCluster cluster) : EraseTests(cluster);

[Collection(nameof(PostgreSqlClusterTests))]
public sealed class PostgreSqlEraseTests(PostgreSqlCluster cluster) : EraseTests(cluster);

using System.Diagnostics;
using Mogambo.Messages;
using Mogambo.Storage.Conversations;
using Mogambo.Storage.Messages;

namespace Mogambo.Storage.Tests.Conversations;

public abstract class TwoProcessesTests(StoreFixture fixture)
{
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(3);

    [Fact]
    public async Task Two_processes_that_write_the_same_rows_do_not_disturb_each_other()
    {
        await using var other = await fixture.OpenAsync();
        IConversationStore[] stores = [fixture.Conversations, other.Conversations];
        var number = Some.Number();
        var conversations = Enumerable.Range(0, 20).Select(_ => Some.Conversation(number)).ToList();
        var messages = conversations.ToDictionary(id => id, _ => Enumerable.Range(0, 5).Select(_ => Some.Outbound(MessagePhase.Claimed)).ToArray());
        await Task.WhenAll(conversations.Select(id => stores[0].CommitAsync(Some.Commit(id, 0, messages[id]), Cancellation)));
        var watch = Stopwatch.StartNew();

        // Each side commits to all conversations, in the opposite order, while both tell statuses of the same messages.
        var turns = stores.SelectMany((store, side) => conversations.Select(async id =>
        {
            for (var i = 0; watch.Elapsed < Length; i++)
            {
                var version = (await store.LoadAsync(id, Cancellation))!.Version;
                var changes = messages[id].Select(message => new MessageChange
                {
                    Id = message.Key.Id,
                    Phase = MessagePhase.Settled,
                    Attempt = 1,
                    Status = MessageStatus.Accepted,
                    At = Some.Now,
                });
                await store.CommitAsync(
                    Some.Commit(id, version, Some.Inbound(id)) with { Changes = [.. side == 0 ? changes : changes.Reverse()] }, Cancellation);
            }
        }));
        var statuses = stores.SelectMany((store, side) => conversations.Select(async id =>
        {
            var all = side == 0 ? messages[id] : [.. messages[id].Reverse()];
            for (var i = 0; watch.Elapsed < Length; i++)
            {
                await Task.WhenAll(all.Select(message => store.ApplyStatusAsync(
                    Some.Status(id, message.Key.Id, (MessageStatus)((i % 6) + 1)) with { At = Some.Now.AddSeconds(-i) }, Cancellation)));
            }
        }));
        await Task.WhenAll([.. turns, .. statuses]);

        foreach (var message in messages.Values.SelectMany(list => list))
        {
            Assert.Equal("played", (await fixture.Store.ShowAsync(message.Key.Id)).Status);
        }
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;
}

public sealed class SqliteTwoProcessesTests(SqliteFixture fixture) : TwoProcessesTests(fixture), IClassFixture<SqliteFixture>;

public sealed class PostgreSqlTwoProcessesTests(PostgreSqlFixture fixture) : TwoProcessesTests(fixture), IClassFixture<PostgreSqlFixture>;

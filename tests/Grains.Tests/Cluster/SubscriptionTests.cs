using Mogambo.Accounts;
using Mogambo.Storage.Events;
using Mogambo.Storage.Subscriptions;
using Mogambo.Subscriptions;

namespace Mogambo.Grains.Tests.Cluster;

/// <summary>In a cluster of two silos one delivers, and the keepers see to it that somebody does.</summary>
[Collection(nameof(SqliteClusterTests))]
public sealed class SubscriptionTests(SqliteCluster cluster)
{
    private static readonly TimeSpan s_second = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task Events_come_once_each_and_go_on_after_the_grain_went()
    {
        var account = TestAccounts.OwnerOf(TestAccounts.Echo);
        var subscription = new Subscription
        {
            Id = SubscriptionId.New(cluster.Time.GetUtcNow()),
            Account = account,
            Url = "https://receiver.example/",
            Events = ["*"],
            Secret = cluster.Receiver.Protect(SigningSecret.New()),
            CreatedAt = cluster.Time.GetUtcNow(),
        };
        await cluster.Service<ISubscriptions>().AddAsync(subscription, TestContext.Current.CancellationToken);
        await cluster.Service<EventFeedUpkeep>().RefreshAsync(TestContext.Current.CancellationToken);
        var first = await HappensAsync(account);
        await cluster.UntilAsync("the keeper woke the grain and it delivered", () => Got.Contains(first), s_second);

        await cluster.DropAsync(cluster.Grains.Subscription(account, subscription.Id));
        var second = await HappensAsync(account);
        await cluster.UntilAsync("a new activation went on", () => Got.Contains(second), s_second);
        var test = await cluster.Grains.Subscription(account, subscription.Id).TestAsync();

        Assert.True(test.WasDelivered);
        Assert.Single(Got, first);
        Assert.Single(Got, second);
        Assert.True(Got.Order().SequenceEqual(Got.Distinct().Order()), "An event came twice.");
        Assert.StartsWith("evt_test_", Got.Last(), StringComparison.Ordinal);
        await cluster.Service<ISubscriptions>().RemoveAsync(account, subscription.Id, TestContext.Current.CancellationToken);
    }

    private IEnumerable<string> Got => cluster.Receiver.Got.Select(got => got.Id);

    private async Task<string> HappensAsync(AccountId account)
    {
        var events = cluster.Service<IEvents>();
        var end = await events.EndAsync(account);
        await events.AddAsync([new NewEvent(account, EventType.WindowOpened, "a", "{}"u8.ToArray(), cluster.Time.GetUtcNow())]);
        return (await events.ReadAsync(account, end, 10)).Single(one => one.Subject == "a").Id;
    }
}

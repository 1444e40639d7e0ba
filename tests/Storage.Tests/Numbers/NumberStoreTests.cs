using Microsoft.Extensions.DependencyInjection;
using Mogambo.Accounts;
using Mogambo.Storage.Changes;
using Mogambo.Storage.Conversations;
using Mogambo.Storage.Numbers;
using Mogambo.Storage.Secrets;

namespace Mogambo.Storage.Tests.Numbers;

/// <summary>Tokens, health and leases of numbers, each test with a number of its own.</summary>
public abstract class NumberStoreTests(StoreFixture fixture) : IDisposable
{
    private readonly PhoneNumberId _id = Some.Number();
    private readonly string _keyFile = Path.GetTempFileName();

    public void Dispose()
    {
        File.Delete(_keyFile);
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_new_token_is_used_here_at_once_and_by_another_process_when_it_looks()
    {
        await using var here = await ProcessAsync("configured");
        await using var there = await ProcessAsync("configured");

        await here.Service<INumberTokens>().ChangeAsync(Number(here), "EAAnew", Cancellation);

        Assert.Equal("EAAnew", Number(here).AccessToken);
        Assert.Equal("configured", Number(there).AccessToken);
        await there.Service<ChangeWatch>().LookAsync(Cancellation);
        Assert.Equal("EAAnew", Number(there).AccessToken);
        Assert.True(ChangeWatch.Every <= TimeSpan.FromSeconds(2));
    }

    [Fact]
    public async Task A_stored_token_survives_a_restart_until_the_configuration_changes()
    {
        await using (var first = await ProcessAsync("configured"))
        {
            await first.Service<INumberTokens>().ChangeAsync(Number(first), "EAAnew", Cancellation);
        }

        await using (var again = await ProcessAsync("configured"))
        {
            Assert.Equal("EAAnew", Number(again).AccessToken);
        }

        await using (var reconfigured = await ProcessAsync("configured anew"))
        {
            Assert.Equal("configured anew", Number(reconfigured).AccessToken);
        }

        await using var back = await ProcessAsync("configured");
        Assert.Equal("configured", Number(back).AccessToken);
    }

    [Fact]
    public async Task A_token_that_does_not_open_leaves_the_configured_one()
    {
        await using (var first = await ProcessAsync("configured"))
        {
            await first.Service<INumberTokens>().ChangeAsync(Number(first), "EAAnew", Cancellation);
        }

        await File.WriteAllTextAsync(_keyFile, Convert.ToBase64String(new byte[32]), Cancellation);
        await using var again = await ProcessAsync("configured", makesKey: false);

        Assert.Equal("configured", Number(again).AccessToken);
    }

    [Fact]
    public async Task A_new_token_lifts_the_park_of_the_old_one_and_wakes_who_waits()
    {
        await using var process = await ProcessAsync("configured");
        var conversation = Some.Conversation(_id);
        await fixture.Conversations.CommitAsync(
            Some.Commit(conversation) with { Park = new NumberPark(AccessTokenHash.Of("configured"), Some.Error(190), Some.Now), DueAt = DateTimeOffset.MaxValue.AddYears(-1) },
            Cancellation);
        Assert.NotNull((await HealthAsync())!.Park);

        await process.Service<INumberTokens>().ChangeAsync(Number(process), "EAAnew", Cancellation);

        Assert.Null((await HealthAsync())!.Park);
        Assert.Contains(conversation, await fixture.Conversations.TakeDueAsync(process.Clock.GetUtcNow(), TimeSpan.FromMinutes(1), 1000, Cancellation));
    }

    [Fact]
    public async Task News_of_a_number_never_go_back_in_time()
    {
        var health = fixture.Store.Service<INumberHealth>();
        var news = new NumberNews("flagged", "TIER_250", Some.Now);
        Assert.Null(await HealthAsync());

        Assert.True(await health.RecordAsync(_id, news, Cancellation));
        Assert.False(await health.RecordAsync(_id, new("unflagged", "TIER_2K", Some.Now.AddSeconds(-1)), Cancellation));
        Assert.Equal(new("flagged", "TIER_250", Some.Now, null), await HealthAsync());
        Assert.False(news.IsNewTo(await HealthAsync()));
        Assert.True(new NumberNews(null, "TIER_2K", Some.Now).IsNewTo(await HealthAsync()));

        Assert.True(await health.RecordAsync(_id, new(null, "TIER_2K", Some.Now.AddSeconds(1)), Cancellation));
        Assert.Equal(new("flagged", "TIER_2K", Some.Now.AddSeconds(1), null), await HealthAsync());
    }

    [Fact]
    public async Task The_time_until_which_shares_are_held_is_written_by_who_knows_what_is_on_record()
    {
        await using var other = await fixture.OpenAsync();
        INumberLeases[] leases = [fixture.Store.Service<INumberLeases>(), other.Service<INumberLeases>()];
        DateTimeOffset? onRecord = null;
        Assert.Null(await leases[0].FindAsync(_id, Cancellation));

        // The first write, a later one, and one that shortens: of those who race with the same knowledge one wins.
        foreach (var until in new[] { Some.Now, Some.Now.AddSeconds(8), Some.Now.AddSeconds(3) })
        {
            var written = await Task.WhenAll(Enumerable.Range(0, 10).Select(n => leases[n % 2].TrySetAsync(_id, onRecord, until, Cancellation)));
            Assert.Single(written, isWritten => isWritten);
            Assert.Equal(until, await leases[1].FindAsync(_id, Cancellation));
            onRecord = until;
        }

        Assert.False(await leases[0].TrySetAsync(_id, null, Some.Now.AddMinutes(1), Cancellation));
    }

    private async Task<NumberHealth?> HealthAsync() =>
        (await fixture.Store.Service<INumberHealth>().FindAsync([_id], Cancellation)).GetValueOrDefault(_id);

    private BusinessNumber Number(Store process) =>
        process.Service<AccountDirectory>().TryGetNumber(_id, out var number) ? number : throw new InvalidOperationException();

    /// <summary>A process as it is after its start.</summary>
    private async Task<Store> ProcessAsync(string configuredToken, bool makesKey = true)
    {
        if (makesKey)
        {
            await File.WriteAllTextAsync(_keyFile, "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=", Cancellation);
        }

        var account = new AccountOptions { Id = Some.Account.Value };
        account.Numbers.Add(new() { PhoneNumberId = _id.Value, AccessToken = configuredToken });
        var store = await Store.OpenAsync(fixture.Options, services => services
            .AddSingleton(new SecretOptions { MasterKeyFile = _keyFile })
            .AddSingleton(new AccountDirectory([account])));
        await store.Service<ChangeWatch>().StartingAsync(Cancellation);
        return store;
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;
}

public sealed class SqliteNumberStoreTests(SqliteFixture fixture) : NumberStoreTests(fixture), IClassFixture<SqliteFixture>;

public sealed class PostgreSqlNumberStoreTests(PostgreSqlFixture fixture) : NumberStoreTests(fixture), IClassFixture<PostgreSqlFixture>;

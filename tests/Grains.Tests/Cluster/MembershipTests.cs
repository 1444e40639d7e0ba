using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Mogambo.Storage;
using Mogambo.Storage.Clustering;
using Orleans.Configuration;
using Orleans.Runtime.Membership;
using Orleans.Runtime.MembershipService;

namespace Mogambo.Grains.Tests.Cluster;

/// <summary>Orleans' own clustering provider on our statements: of changes that race exactly one takes place, and the others are told.</summary>
public sealed class MembershipTests(SharedPostgres postgres) : IAsyncLifetime
{
    private const int Silos = 8;
    private const int Rounds = 20;

    private static readonly DateTime s_now = new(2026, 11, 23, 0, 0, 0, DateTimeKind.Utc);

    private readonly string _cluster = Guid.NewGuid().ToString("N");
    private ClusterDatabase _database = null!;
    private AdoNetClusteringTable[] _tables = [];

    public async ValueTask InitializeAsync()
    {
        var options = new StorageOptions { Provider = StorageProvider.PostgreSql, ConnectionString = await postgres.Server.CreateDatabaseAsync() };
        await using (var services = new ServiceCollection().AddLogging().AddMogamboStorage(options).BuildServiceProvider())
        {
            await services.GetRequiredService<StorageInitializer>().InitializeAsync(TestContext.Current.CancellationToken);
        }

        _database = new(options);
        _tables = await Task.WhenAll(Enumerable.Range(0, Silos).Select(_ => OpenAsync()));
    }

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task Tables_that_are_opened_at_once_share_one_version()
    {
        Assert.Equal(0, (await Table.ReadAllAsync()).Version.Version);
        Assert.Empty((await Table.ReadAllAsync()).Members);
    }

    [Fact]
    public async Task Of_silos_that_join_on_one_version_one_gets_in()
    {
        for (var round = 0; round < Rounds; round++)
        {
            var before = (await Table.ReadAllAsync()).Version;

            var joined = await Task.WhenAll(_tables.Select((table, n) => Task.Run(() => table.InsertRowAsync(Silo(n, round), before.Next()))));

            var after = await Table.ReadAllAsync();
            Assert.Single(joined, isIn => isIn);
            Assert.Equal((round + 1, round + 1), (after.Version.Version, after.Members.Count));
        }
    }

    [Fact]
    public async Task Of_updates_on_one_version_one_takes_place()
    {
        var silos = await JoinAllAsync();
        for (var round = 0; round < Rounds; round++)
        {
            var before = await Table.ReadAllAsync();

            var updated = await Task.WhenAll(_tables.Select((table, n) => Task.Run(async () =>
            {
                var entry = Silo(n, 0);
                entry.Status = SiloStatus.Active;
                entry.SuspectTimes = [Tuple.Create(silos[(n + 1) % Silos].SiloAddress, s_now.AddSeconds(round))];
                return await table.UpdateRowAsync(entry, before.Version.VersionEtag, before.Version.Next());
            })));

            var after = await Table.ReadAllAsync();
            Assert.Single(updated, isDone => isDone);
            Assert.Equal(before.Version.Version + 1, after.Version.Version);
            Assert.Single(after.Members, member => member.Item1.SuspectTimes?.Any(vote => vote.Item2 == s_now.AddSeconds(round)) == true);
        }
    }

    [Fact]
    public async Task Signs_of_life_neither_hinder_an_update_nor_are_hindered()
    {
        var silo = (await JoinAllAsync())[0];
        using var stop = new CancellationTokenSource();
        var beats = Task.WhenAll(_tables.Skip(1).Select(table => Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                silo.IAmAliveTime = s_now.AddMinutes(1);
                await table.UpdateIAmAliveAsync(silo);
            }
        })));

        for (var round = 0; round < 100; round++)
        {
            var version = (await Table.ReadAllAsync()).Version;
            silo.Status = round % 2 == 0 ? SiloStatus.Active : SiloStatus.ShuttingDown;
            Assert.True(await Table.UpdateRowAsync(silo, version.VersionEtag, version.Next()), $"round {round}");
            Assert.Equal(silo.Status, (await Table.ReadRowAsync(silo.SiloAddress)).Members.Single().Item1.Status);
        }

        await stop.CancelAsync();
        await beats;
    }

    [Fact]
    public async Task A_stale_version_changes_nothing()
    {
        var silo = (await JoinAllAsync())[0];
        var before = await Table.ReadAllAsync();
        var stale = new TableVersion(before.Version.Version, (before.Version.Version - 1).ToString(System.Globalization.CultureInfo.InvariantCulture));
        silo.Status = SiloStatus.Dead;

        Assert.False(await Table.UpdateRowAsync(silo, stale.VersionEtag, stale));
        Assert.False(await Table.InsertRowAsync(Silo(Silos, 0), stale));

        var after = await Table.ReadAllAsync();
        Assert.Equal((before.Version.Version, Silos), (after.Version.Version, after.Members.Count));
        Assert.DoesNotContain(after.Members, member => member.Item1.Status == SiloStatus.Dead);
    }

    [Fact]
    public async Task A_silo_that_is_in_cannot_join_again_and_one_that_is_not_cannot_be_updated()
    {
        await JoinAllAsync();
        var version = (await Table.ReadAllAsync()).Version;

        Assert.False(await Table.InsertRowAsync(Silo(0, 0), version.Next()));
        Assert.False(await Table.UpdateRowAsync(Silo(Silos, 0), version.VersionEtag, version.Next()));

        Assert.Equal(version.Version, (await Table.ReadAllAsync()).Version.Version);
    }

    [Fact]
    public async Task Gateways_are_the_active_silos_and_the_dead_are_cleared_away()
    {
        var silos = await JoinAllAsync();
        await UpdateAsync(silos[0], SiloStatus.Active);
        await UpdateAsync(silos[1], SiloStatus.Dead);
        await UpdateAsync(silos[2], SiloStatus.Active);
        var gateways = new AdoNetGatewayListProvider(
            NullLogger<AdoNetGatewayListProvider>.Instance, new ServiceCollection().BuildServiceProvider(), Options.Create(ClientOptions()), Options.Create(new GatewayOptions()), Options.Create(Cluster()));
        await gateways.InitializeGatewayListProvider();

        Assert.Equal([30000, 30002], (await gateways.GetGateways()).Select(gateway => gateway.Port).Order());

        await Table.CleanupDefunctSiloEntriesAsync(s_now.AddHours(1));
        Assert.Equal([11111, 11113], (await Table.ReadAllAsync()).Members.Select(member => member.Item1.SiloAddress.Endpoint.Port).Order());

        await Table.DeleteMembershipTableEntriesAsync(_cluster);
        Assert.Empty((await Table.ReadAllAsync()).Members);
    }

    private AdoNetClusteringTable Table => _tables[0];

    private AdoNetClusteringClientOptions ClientOptions() => new() { Invariant = ClusterDatabase.Invariant, DataSource = _database.DataSource };

    private ClusterOptions Cluster() => new() { ClusterId = _cluster, ServiceId = "test" };

    private async Task<AdoNetClusteringTable> OpenAsync()
    {
        var options = new AdoNetClusteringSiloOptions { Invariant = ClusterDatabase.Invariant, DataSource = _database.DataSource };
        var table = new AdoNetClusteringTable(
            new ServiceCollection().BuildServiceProvider(), Options.Create(Cluster()), Options.Create(options), NullLogger<AdoNetClusteringTable>.Instance);
        await table.InitializeMembershipTableAsync(tryInitTableVersion: true);
        return table;
    }

    private async Task<IReadOnlyList<MembershipEntry>> JoinAllAsync()
    {
        var silos = Enumerable.Range(0, Silos).Select(n => Silo(n, 0)).ToList();
        foreach (var silo in silos)
        {
            Assert.True(await Table.InsertRowAsync(silo, (await Table.ReadAllAsync()).Version.Next()));
        }

        return silos;
    }

    private async Task UpdateAsync(MembershipEntry silo, SiloStatus status)
    {
        var version = (await Table.ReadAllAsync()).Version;
        silo.Status = status;
        Assert.True(await Table.UpdateRowAsync(silo, version.VersionEtag, version.Next()));
    }

    private static MembershipEntry Silo(int n, int generation) => new()
    {
        SiloAddress = SiloAddress.New(IPAddress.Loopback, 11111 + n, generation),
        SiloName = $"silo-{n}",
        HostName = "test",
        Status = SiloStatus.Joining,
        ProxyPort = 30000 + n,
        StartTime = s_now,
        IAmAliveTime = s_now,
    };
}

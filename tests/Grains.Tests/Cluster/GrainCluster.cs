using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Mogambo.Accounts;
using Mogambo.Bots;
using Mogambo.Grains.Tests.Subscriptions;
using Mogambo.Numbers;
using Mogambo.Silo;
using Mogambo.Storage;
using Mogambo.Storage.Conversations;
using Mogambo.Storage.Secrets;
using Mogambo.Subscriptions;
using Mogambo.WhatsApp;
using Mogambo.WhatsApp.Pricing;
using Mogambo.WhatsApp.Templates;
using Orleans.TestingHost;

namespace Mogambo.Grains.Tests.Cluster;

/// <summary>
/// Two silos with the grains and the stores of the product, on a database of their own. What is outside is doubled and records; the
/// rules' time stands still until a test moves it, the silos' own time runs on.
/// </summary>
public abstract class GrainCluster : IAsyncLifetime
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    private readonly ObservedCommits _commits = new();
    private StorageOptions _storage = new();
    private InProcessTestCluster _cluster = null!;
    private int _numbers;

    /// <summary>Today, so that the database has the month's partitions, and between two seconds: WhatsApp's times are whole ones.</summary>
    public FakeTimeProvider Time { get; } =
        new(DateTimeOffset.FromUnixTimeSeconds(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds()).AddMilliseconds(500));

    public RecordingWhatsApp WhatsApp { get; } = new();

    internal ScriptedInstance Instance { get; } = new();

    public IGrainFactory Grains => _cluster.Client;

    protected virtual short Silos => 2;

    internal ScriptedBot Bot { get; } = new();

    internal FakeNumberThroughput Throughput { get; } = new();

    internal RecordingReceiver Receiver { get; } = new();

    internal ObservedCommits Commits => _commits;

    public async ValueTask InitializeAsync()
    {
        _storage = await CreateDatabaseAsync();
        _cluster = await StartAsync(Silos);
    }

    public virtual async ValueTask DisposeAsync()
    {
        WhatsApp.ReleaseAll();
        Bot.ReleaseAll();
        await _cluster.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Another cluster of one silo on the same database, which knows nothing of this one.</summary>
    public Task<InProcessTestCluster> StartAnotherAsync() => StartAsync(silos: 1);

    public T Service<T>()
        where T : notnull => _cluster.Silos[0].ServiceProvider.GetRequiredService<T>();

    /// <summary>The same service of every silo.</summary>
    public IReadOnlyList<T> Services<T>()
        where T : notnull => [.. _cluster.Silos.Select(silo => silo.ServiceProvider.GetRequiredService<T>())];

    public Task DropAsync(IAddressable grain) => _cluster.DeactivateAsync(grain);

    public Chat NewChat(PhoneNumberId? number = null) => new(this, new(number ?? TestAccounts.Echo, Some.User()));

    /// <summary>A number of the echoing account that no other test uses.</summary>
    public PhoneNumberId NewNumber() => TestAccounts.Spare[Interlocked.Increment(ref _numbers) - 1];

    public Task DropAsync(Chat chat) => DropAsync(chat.Grain);

    /// <summary>Awaits what the silos will have done soon, moving the rules' time on by a step for each look.</summary>
    public async Task UntilAsync(string what, Func<Task<bool>> isTrue, TimeSpan step = default)
    {
        var started = TimeProvider.System.GetTimestamp();
        using var poll = new PeriodicTimer(TimeSpan.FromMilliseconds(15));
        while (!await isTrue())
        {
            Assert.False(TimeProvider.System.GetElapsedTime(started) > s_patience, $"Waited in vain until {what}.");
            Time.Advance(step);
            await poll.WaitForNextTickAsync();
        }
    }

    public Task UntilAsync(string what, Func<bool> isTrue, TimeSpan step = default) =>
        UntilAsync(what, () => Task.FromResult(isTrue()), step);

    protected abstract Task<StorageOptions> CreateDatabaseAsync();

    private async Task<InProcessTestCluster> StartAsync(short silos)
    {
        var builder = new InProcessTestClusterBuilder(silos);
        builder.Options.ConfigureFileLogging = false;
        builder.ConfigureSiloHost((_, host) => ConfigureSilo(host));
        builder.ConfigureSilo((_, silo) => silo.AddMogamboGrainState());
        builder.ConfigureClient(client => client.Services.PassGrainErrors());
        var cluster = builder.Build();
        await cluster.DeployAsync();
        return cluster;
    }

    private void ConfigureSilo(IHostApplicationBuilder host)
    {
        host.Logging.ClearProviders();
        host.Services.AddSingleton<TimeProvider>(Time);
        host.Services.UseTimeProviderForBackgroundAreas(TimeProvider.System);
        host.Services.PassGrainErrors();
        host.Services.AddMogamboStorage(_storage);
        var store = host.Services.Last(service => service.ServiceType == typeof(IConversationStore)).ImplementationType!;
        host.Services.AddSingleton<IConversationStore>(provider =>
            new ObservedStore((IConversationStore)ActivatorUtilities.CreateInstance(provider, store), _commits));
        host.Services.AddSingleton(TestAccounts.Directory);
        host.Services.AddSingleton<IWhatsAppClient>(WhatsApp);
        host.Services.AddSingleton<ITemplateManagement>(Instance);
        host.Services.AddSingleton(RateCard.None);
        host.Services.AddMogamboGrains();
        host.Services.AddSingleton<INumberThroughput>(Throughput);
        host.Services.AddSingleton<IHttpBot>(Bot);
        host.Services.AddSingleton<IEventPoster>(Receiver);
        host.Services.AddSingleton<ISecretProtector>(Receiver);
    }
}

using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Mogambo.Accounts;
using Mogambo.Storage;
using Mogambo.Storage.DeadLetters;
using Mogambo.Storage.Events;
using Mogambo.Storage.Secrets;
using Mogambo.Storage.Subscriptions;
using Mogambo.Subscriptions;

namespace Mogambo.Grains.Tests.Subscriptions;

/// <summary>One call as the receiver got it.</summary>
internal sealed record Call(DateTimeOffset At, string Id, string[] Secrets);

/// <summary>One subscription on the real store, a feed, and a receiver that answers as a test says. Time stands still between rounds.</summary>
internal sealed class Subscriber : IAsyncDisposable, IEventPoster, ISecretProtector
{
    public static readonly AccountId Account = new("1");

    private readonly string _directory = Path.Combine(Path.GetTempPath(), "mogambo-events-" + Guid.NewGuid().ToString("N"));
    private readonly List<Call> _calls = [];
    private readonly Lock _lock = new();
    private ServiceProvider _services = null!;
    private Guid _owner = Guid.NewGuid();

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 11, 22, 12, 0, 0, TimeSpan.Zero));

    public FakeEvents Events { get; } = new();

    public SubscriptionId Id { get; } = SubscriptionId.New(DateTimeOffset.UnixEpoch);

    public Func<string, PostResult> Answer { get; set; } = _ => new(200, null);

    public IReadOnlyList<Call> Calls => _calls;

    public ISubscriptions Subscriptions => _services.GetRequiredService<ISubscriptions>();

    public IDeliveries Deliveries => _services.GetRequiredService<IDeliveries>();

    public IDeadLetters DeadLetters => _services.GetRequiredService<IDeadLetters>();

    public SubscriptionDelivery Delivery { get; private set; } = null!;

    public static async Task<Subscriber> StartAsync(params string[] patterns)
    {
        var subscriber = new Subscriber();
        subscriber._services = new ServiceCollection()
            .AddLogging()
            .AddSingleton(new AccountDirectory([]))
            .AddMogamboStorage(new StorageOptions { ConnectionString = $"Data Source={subscriber._directory}/mogambo.db" })
            .AddSingleton<IEvents>(subscriber.Events)
            .AddSingleton<ISecretProtector>(subscriber)
            .AddSingleton<IEventPoster>(subscriber)
            .AddSingleton<GrainMetrics>()
            .AddSingleton<TimeProvider>(subscriber.Time)
            .BuildServiceProvider();
        await subscriber._services.GetRequiredService<StorageInitializer>().InitializeAsync();
        subscriber.Delivery = ActivatorUtilities.CreateInstance<SubscriptionDelivery>(
            subscriber._services, NullLogger<SubscriptionDelivery>.Instance);
        await subscriber.Subscriptions.AddAsync(new()
        {
            Id = subscriber.Id,
            Account = Account,
            Url = "https://receiver.example/hook",
            Events = patterns.Length == 0 ? ["*"] : patterns,
            Secret = subscriber.Protect("whsec_first"),
            CreatedAt = subscriber.Time.GetUtcNow(),
        });
        await subscriber.TakeOverAsync();
        return subscriber;
    }

    public StoredEvent Happens(string subject, string type = EventType.MessageReceived) => Events.Add(Account, subject, Time.GetUtcNow(), type);

    public async Task TakeOverAsync() => await Delivery.TakeOverAsync(Id, _owner = Guid.NewGuid(), CancellationToken.None);

    /// <summary>Rounds until there is nothing to do now; returns how the last one ended.</summary>
    public async Task<bool> RunAsync()
    {
        RoundResult result;
        do
        {
            result = await Delivery.RunAsync(Id, _owner, CancellationToken.None, CancellationToken.None);
        }
        while (result == RoundResult.Progressed);
        return result == RoundResult.Idle;
    }

    public async Task RunForAsync(TimeSpan length, TimeSpan step)
    {
        for (var passed = TimeSpan.Zero; passed < length; passed += step)
        {
            await RunAsync();
            Time.Advance(step);
        }

        await RunAsync();
    }

    public async Task<Subscription> ShowAsync() => (await Subscriptions.FindAsync(Account, Id))!;

    public Task<PostResult> PostAsync(Uri url, IReadOnlyList<string> secrets, string id, byte[] body, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            _calls.Add(new(Time.GetUtcNow(), id, [.. secrets]));
        }

        return Task.FromResult(Answer(id));
    }

    public byte[] Protect(string secret) => [.. Encoding.UTF8.GetBytes(secret).Reverse()];

    public string Unprotect(byte[] stored) => Encoding.UTF8.GetString([.. stored.Reverse()]);

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(_directory, recursive: true);
    }
}

using Microsoft.Extensions.Hosting;
using Mogambo.Storage.Clock;

namespace Mogambo.Storage;

/// <summary>
/// Makes the store ready before anything else of the host starts: checks the server, migrates, makes the months' partitions, takes the
/// database's time.
/// </summary>
public sealed class StorageInitializer : IHostedLifecycleService
{
    private readonly IDatabase _database;
    private readonly StorageClock _clock;
    private readonly Lock _lock = new();
    private Task? _initialization;

    internal StorageInitializer(IDatabase database, StorageClock clock) => (_database, _clock) = (database, clock);

    /// <summary>Does it once, however often it is called.</summary>
    /// <exception cref="StorageStartupException">One sentence for the operator.</exception>
    public Task InitializeAsync(CancellationToken cancellationToken = default)
    {
        lock (_lock)
        {
            return _initialization ??= MakeReadyAsync(cancellationToken);
        }
    }

    Task IHostedLifecycleService.StartingAsync(CancellationToken cancellationToken) => InitializeAsync(cancellationToken);

    Task IHostedService.StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    Task IHostedLifecycleService.StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    Task IHostedLifecycleService.StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    Task IHostedService.StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    Task IHostedLifecycleService.StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task MakeReadyAsync(CancellationToken cancellationToken)
    {
        await _database.StartAsync(cancellationToken);
        await _clock.SampleAsync(_database.ReadTimeAsync, cancellationToken);
        await _database.PrepareMonthsAsync(_clock.GetUtcNow(), cancellationToken);
    }
}

using Microsoft.Extensions.Hosting;
using Mogambo.Storage.Clock;
using Mogambo.Storage.Restoring;

namespace Mogambo.Storage;

/// <summary>
/// Makes the store ready before anything else of the host starts: checks the server, migrates, makes the months' partitions, takes the
/// database's time, and deals with a restore.
/// </summary>
public sealed class StorageInitializer : IHostedLifecycleService
{
    private readonly IDatabase _database;
    private readonly StorageOptions _options;
    private readonly StorageClock _clock;
    private readonly RestoreMode _restoreMode;
    private readonly Lock _lock = new();
    private Task? _initialization;

    internal StorageInitializer(IDatabase database, StorageOptions options, StorageClock clock, RestoreMode restoreMode) =>
        (_database, _options, _clock, _restoreMode) = (database, options, clock, restoreMode);

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
        _options.Check();
        await _database.StartAsync(cancellationToken);
        await _clock.SampleAsync(_database.ReadTimeAsync, cancellationToken);
        await _database.PrepareMonthsAsync(_clock.GetUtcNow(), cancellationToken);
        await _restoreMode.RunAsync(_clock.GetUtcNow(), cancellationToken);
    }
}

using System.Diagnostics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Mogambo.Storage.Clock;
using Mogambo.Storage.Restoring;

namespace Mogambo.Storage;

/// <summary>
/// Makes the store ready before anything else of the host starts: checks the server, migrates, makes the months' partitions, takes the
/// database's time, and deals with a restore.
/// </summary>
public sealed partial class StorageInitializer : IHostedLifecycleService
{
    private static readonly TimeSpan s_betweenTries = TimeSpan.FromSeconds(1);

    private readonly IDatabase _database;
    private readonly StorageOptions _options;
    private readonly StorageClock _clock;
    private readonly RestoreMode _restoreMode;
    private readonly ILogger _logger;
    private readonly Lock _lock = new();
    private Task? _initialization;

    internal StorageInitializer(IDatabase database, StorageOptions options, StorageClock clock, RestoreMode restoreMode, ILogger logger) =>
        (_database, _options, _clock, _restoreMode, _logger) = (database, options, clock, restoreMode, logger);

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
        await StartDatabaseAsync(cancellationToken);
        await _clock.SampleAsync(_database.ReadTimeAsync, cancellationToken);
        await _database.PrepareMonthsAsync(_clock.GetUtcNow(), cancellationToken);
        await _restoreMode.RunAsync(_clock.GetUtcNow(), cancellationToken);
    }

    /// <summary>Where everything starts at once the server may be the last, and after a crash it recovers first.</summary>
    private async Task StartDatabaseAsync(CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                await _database.StartAsync(cancellationToken);
                return;
            }
            catch (StorageStartupException e) when (e.MayPass && Stopwatch.GetElapsedTime(started) < _options.StartPatience)
            {
                LogWaiting(e.Message, _options.StartPatience.TotalSeconds);
                await Task.Delay(s_betweenTries, cancellationToken);
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "{Reason} It is tried again, for {Seconds} s in all")]
    private partial void LogWaiting(string reason, double seconds);
}

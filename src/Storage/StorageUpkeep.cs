using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Mogambo.Storage.Clock;
using Mogambo.Storage.Conversations;
using Mogambo.Storage.Restoring;

namespace Mogambo.Storage;

/// <summary>
/// What the store does by itself: follows the database's time, makes the partitions of the months to come, and removes what is kept for a
/// time only.
/// </summary>
internal sealed partial class StorageUpkeep(
    IDatabase database, StorageCleaning cleaning, RestoreMode restoreMode, AlarmMending alarms, StorageClock clock, ILogger<StorageUpkeep> logger) : BackgroundService
{
    private static readonly TimeSpan SamplePause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan PartitionPause = TimeSpan.FromHours(24);
    // A process that starts after a failover waits until one that runs has noticed it.
    private static readonly TimeSpan FollowPause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan WatchPause = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan RetryPause = TimeSpan.FromMinutes(1);

    private bool _saidOld;

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(
        // A lost database is logged where it hurts; the clock goes on by itself meanwhile.
        RepeatAsync(() => clock.SampleAsync(database.ReadTimeAsync, stoppingToken), SamplePause, SamplePause, _ => { }, stoppingToken),
        RepeatAsync(
            () => database.PrepareMonthsAsync(clock.GetUtcNow(), stoppingToken),
            PartitionPause,
            RetryPause,
            exception => LogPartitionsFailed(exception.Message),
            stoppingToken),
        MendAlarmsAsync(stoppingToken),
        RepeatAsync(() => restoreMode.FollowServerAsync(stoppingToken), FollowPause, FollowPause, _ => { }, stoppingToken),
        RepeatAsync(() => WatchTransactionsAsync(stoppingToken), WatchPause, WatchPause, _ => { }, stoppingToken),
        RepeatAsync(
            () => cleaning.RunAsync(clock.GetUtcNow(), stoppingToken),
            StorageCleaning.Every,
            RetryPause,
            exception => LogCleaningFailed(exception.Message),
            stoppingToken));

    private async Task MendAlarmsAsync(CancellationToken stoppingToken)
    {
        foreach (var pause in AlarmMending.Pauses)
        {
            await Task.Delay(pause, stoppingToken);
            try
            {
                await alarms.RunAsync(stoppingToken);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                LogAlarmsNotMended(exception.Message);
            }
        }
    }

    /// <summary>Says once of each time that somebody's transaction holds back the events.</summary>
    private async Task WatchTransactionsAsync(CancellationToken stoppingToken)
    {
        var minutes = await database.ReadOldestTransactionAsync(stoppingToken);
        if (minutes > 0 && !_saidOld)
        {
            LogOldTransaction(minutes);
        }

        _saidOld = minutes > 0;
    }

    private static async Task RepeatAsync(
        Func<Task> work, TimeSpan pause, TimeSpan retryPause, Action<Exception> onError, CancellationToken stoppingToken)
    {
        var next = pause;
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(next, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (stoppingToken.IsCancellationRequested)
            {
                return;
            }

            try
            {
                await work();
                next = pause;
            }
#pragma warning disable CA1031 // The next round tries again; the host must not stop for it.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                next = retryPause;
                onError(exception);
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "A transaction on the PostgreSQL server is open for {Minutes} minutes: no event is told until it ends. See pg_stat_activity and pg_prepared_xacts, and end it")]
    private partial void LogOldTransaction(int minutes);

    [LoggerMessage(LogLevel.Warning, "Alarms that a process of the version before may have left could not be looked for: {Reason}. If it is said again after an upgrade, restart one process")]
    private partial void LogAlarmsNotMended(string reason);

    [LoggerMessage(LogLevel.Warning, "The partitions of the coming months could not be made, trying again in a minute: {Reason}")]
    private partial void LogPartitionsFailed(string reason);

    [LoggerMessage(LogLevel.Warning, "What is kept for a time only could not be removed, trying again in a minute: {Reason}")]
    private partial void LogCleaningFailed(string reason);
}

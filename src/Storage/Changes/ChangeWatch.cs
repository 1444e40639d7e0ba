using Dapper;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Mogambo.Storage.Changes;

/// <summary>
/// Tells whoever keeps rows in memory that they changed, in whichever process: one small read every two seconds. Everything is read once
/// before the other services of the host start.
/// </summary>
internal sealed partial class ChangeWatch(
    IDatabase database, IEnumerable<IFollowsChanges> followers, ILogger<ChangeWatch> logger, TimeProvider? time = null) : IHostedLifecycleService, IDisposable
{
    public static readonly TimeSpan Every = TimeSpan.FromSeconds(2);

    private const string Read = "select name as Name, value as Value from revision";

    private readonly CancellationTokenSource _stop = new();
    private readonly Dictionary<string, long> _seen = [];
    private Task _watching = Task.CompletedTask;

    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        foreach (var row in await ReadAsync(cancellationToken))
        {
            _seen[row.Name] = row.Value;
        }

        foreach (var follower in followers)
        {
            await follower.ReadAsync(cancellationToken);
        }

        _watching = WatchAsync();
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stop.CancelAsync();
        await _watching.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _stop.Dispose();

    /// <summary>Looks once. What fails is looked at again the next time.</summary>
    public async Task LookAsync(CancellationToken cancellationToken)
    {
        foreach (var row in await ReadAsync(cancellationToken))
        {
            if (_seen.GetValueOrDefault(row.Name) != row.Value)
            {
                foreach (var follower in followers.Where(follower => follower.Follows == row.Name))
                {
                    await follower.ReadAsync(cancellationToken);
                }

                _seen[row.Name] = row.Value;
            }
        }
    }

    private async Task WatchAsync()
    {
        using var timer = new PeriodicTimer(Every, time ?? TimeProvider.System);
        try
        {
            while (await timer.WaitForNextTickAsync(_stop.Token))
            {
                await LookSafelyAsync();
            }
        }
        catch (OperationCanceledException)
        {
        }
    }

    private async Task LookSafelyAsync()
    {
        try
        {
            await LookAsync(_stop.Token);
        }
        catch (StorageUnavailableException)
        {
            // The store says so itself.
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            LogFailed(exception);
        }
    }

    private Task<IReadOnlyList<Row>> ReadAsync(CancellationToken cancellationToken) => database.ReadAsync<IReadOnlyList<Row>>(
        async connection => [.. await connection.QueryAsync<Row>(new CommandDefinition(Read, cancellationToken: cancellationToken))],
        cancellationToken);

    [LoggerMessage(LogLevel.Error, "Changed keys or tokens could not be read; trying again in two seconds")]
    private partial void LogFailed(Exception exception);

    private sealed class Row
    {
        public required string Name { get; init; }

        public long Value { get; init; }
    }
}

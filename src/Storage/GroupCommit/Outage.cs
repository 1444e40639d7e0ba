using Microsoft.Extensions.Logging;

namespace Mogambo.Storage.GroupCommit;

/// <summary>
/// Whether the database is away. While it is, batches fail at once instead of each waiting for a timeout, and a probe looks for it
/// several times a second.
/// </summary>
internal sealed partial class Outage(Func<CancellationToken, Task> probe, ILogger logger) : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan ProbeTimeout = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LogPause = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _closing = new();
    private readonly Lock _lock = new();
    private Task _probing = Task.CompletedTask;
    private volatile Exception? _current;
    private long _loggedAt;

    /// <summary>Why the database is away; null if it is not known to be.</summary>
    public Exception? Current => _current;

    public void Begin(Exception reason)
    {
        lock (_lock)
        {
            if (_current is not null || _closing.IsCancellationRequested)
            {
                return;
            }

            _current = reason;
            LogAtMostOncePerSecond(reason);
            _probing = Task.Run(ProbeUntilBackAsync);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        await _probing;
        _closing.Dispose();
    }

    private async Task ProbeUntilBackAsync()
    {
        while (!_closing.IsCancellationRequested)
        {
            try
            {
                using var timeout = CancellationTokenSource.CreateLinkedTokenSource(_closing.Token);
                timeout.CancelAfter(ProbeTimeout);
                await probe(timeout.Token);
                break;
            }
#pragma warning disable CA1031 // Whatever the reason, it is not back.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                LogAtMostOncePerSecond(exception);
            }

            await Task.Delay(Pause, _closing.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        _current = null;
        if (!_closing.IsCancellationRequested)
        {
            LogBack();
        }
    }

    private void LogAtMostOncePerSecond(Exception reason)
    {
        if (_loggedAt == 0 || TimeProvider.System.GetElapsedTime(_loggedAt) >= LogPause)
        {
            _loggedAt = TimeProvider.System.GetTimestamp();
            LogLost(reason.Message);
        }
    }

    [LoggerMessage(LogLevel.Error, "The database cannot be reached: {Reason}")]
    private partial void LogLost(string reason);

    [LoggerMessage(LogLevel.Information, "The database is back")]
    private partial void LogBack();
}

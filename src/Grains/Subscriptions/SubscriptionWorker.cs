using Microsoft.Extensions.Logging;

namespace Mogambo.Subscriptions;

/// <summary>Round after round for one subscription, outside its grain's turns, until it is no longer active or the grain goes.</summary>
internal sealed partial class SubscriptionWorker(SubscriptionId id, SubscriptionDelivery delivery, TimeProvider time, ILogger logger) : IDisposable
{
    /// <summary>How often the feed is looked at while it is quiet.</summary>
    private static readonly TimeSpan s_idle = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan s_afterFault = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_forgetEvery = TimeSpan.FromMinutes(10);

    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _abandon = new();
    private volatile TaskCompletionSource _wake = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task _running = Task.CompletedTask;

    public bool IsRunning => !_running.IsCompleted;

    public void Start() => _running = Task.Run(RunAsync);

    /// <summary>Looks at once, and not after the pause.</summary>
    public void Wake() => _wake.TrySetResult();

    /// <summary>Begins nothing new and lets what is under way end and be written down.</summary>
    public void Stop() => _stop.Cancel();

    /// <summary>As <see cref="Stop"/>; what has not ended when <paramref name="cancellationToken"/> says so is made again by the next activation.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stop.CancelAsync();
        await _running.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _abandon.CancelAsync();
    }

    public void Dispose()
    {
        _stop.Dispose();
        _abandon.Dispose();
    }

    private async Task RunAsync()
    {
        var owner = Guid.NewGuid();
        var isOwner = false;
        var forgotAt = time.GetTimestamp();
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                isOwner = isOwner || await delivery.TakeOverAsync(id, owner, _stop.Token);
                var result = isOwner ? await delivery.RunAsync(id, owner, _stop.Token, _abandon.Token) : RoundResult.Ended;
                if (result == RoundResult.Ended)
                {
                    return;
                }

                if (result == RoundResult.Idle)
                {
                    await PauseAsync(s_idle);
                }

                if (time.GetElapsedTime(forgotAt) > s_forgetEvery)
                {
                    await delivery.ForgetAsync(id, _stop.Token);
                    forgotAt = time.GetTimestamp();
                }
            }
            catch (OperationCanceledException) when (_stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                LogRoundFailed(id, e);
                await PauseAsync(s_afterFault);
            }
        }
    }

    private async Task PauseAsync(TimeSpan pause)
    {
        await _wake.Task.WaitAsync(pause, time, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _wake = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    [LoggerMessage(LogLevel.Warning, "A round of subscription {Subscription} failed; it is tried again")]
    private partial void LogRoundFailed(SubscriptionId subscription, Exception exception);
}

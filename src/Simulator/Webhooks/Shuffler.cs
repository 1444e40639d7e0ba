using Mogambo.Simulator.Faults;

namespace Mogambo.Simulator.Webhooks;

/// <summary>The shuffle_webhooks fault: holds webhooks until a window is full or 250 ms passed, then lets them go last first.</summary>
internal sealed class Shuffler(FaultBoard faults, TimeProvider time)
{
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(250);

    private readonly Lock _gate = new();
    private List<TaskCompletionSource> _held = [];

    public async Task WaitTurnAsync(Update update, CancellationToken cancellationToken)
    {
        if (faults.Draw(FaultKind.ShuffleWebhooks, update.User?.Key, update.Number?.Id ?? "") is not { } rule)
        {
            return;
        }

        var turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        List<TaskCompletionSource>? full = null;
        lock (_gate)
        {
            _held.Add(turn);
            if (_held.Count >= rule.Window)
            {
                (full, _held) = (_held, []);
            }
        }

        Release(full);
        if (!turn.Task.IsCompleted)
        {
            await Task.WhenAny(turn.Task, Task.Delay(Longest, time, cancellationToken));
            lock (_gate)
            {
                _held.Remove(turn);
            }
        }
    }

    /// <summary>Last first is the order furthest from the one they came in.</summary>
    private static void Release(List<TaskCompletionSource>? held)
    {
        for (var i = (held?.Count ?? 0) - 1; i >= 0; i--)
        {
            held![i].TrySetResult();
        }
    }
}

using Mogambo.Conversations;

namespace Mogambo.Gateway.Inbox;

/// <summary>
/// What this process knows of its own rows in the inbox: its name as their owner, which conversations have some that wait, and whether
/// there are new ones.
/// </summary>
internal sealed class InboxState(TimeProvider time) : IDisposable
{
    // A row of ours is tried at least every 30 s. One that was not for this long was taken over by another process.
    private static readonly TimeSpan TakenOver = TimeSpan.FromMinutes(2);

    private readonly Dictionary<ConversationId, (int Rows, DateTimeOffset TouchedAt)> _spilled = [];
    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _wake = new(0);

    public Guid Owner { get; } = Guid.NewGuid();

    public bool IsSpilled(ConversationId conversation)
    {
        lock (_lock)
        {
            return _spilled.ContainsKey(conversation);
        }
    }

    /// <summary>A row of the conversation is about to be added.</summary>
    public void Spilling(ConversationId conversation) => Change(conversation, +1);

    /// <summary>A row of the conversation is gone: delivered, or never added.</summary>
    public void Dispatched(ConversationId conversation) => Change(conversation, -1);

    /// <summary>A row of the conversation was tried and waits on.</summary>
    public void Tried(ConversationId conversation) => Change(conversation, 0);

    /// <summary>Forgets conversations whose rows another process has taken over.</summary>
    public void ForgetTakenOver()
    {
        var before = time.GetUtcNow() - TakenOver;
        lock (_lock)
        {
            foreach (var (conversation, (_, touchedAt)) in _spilled)
            {
                if (touchedAt < before)
                {
                    _spilled.Remove(conversation);
                }
            }
        }
    }

    /// <summary>There is something to dispatch.</summary>
    public void Wake()
    {
        if (_wake.CurrentCount == 0)
        {
            _wake.Release();
        }
    }

    /// <summary>Returns when woken, or after <paramref name="timeout"/>.</summary>
    public async Task WaitAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var woken = _wake.WaitAsync(stop.Token);
        await Task.WhenAny(woken, Task.Delay(timeout, time, stop.Token));
        await stop.CancelAsync();
        woken.Forget();
        cancellationToken.ThrowIfCancellationRequested();
    }

    public void Dispose() => _wake.Dispose();

    private void Change(ConversationId conversation, int by)
    {
        lock (_lock)
        {
            var rows = _spilled.TryGetValue(conversation, out var entry) ? entry.Rows + by : by;
            if (rows > 0)
            {
                _spilled[conversation] = (rows, time.GetUtcNow());
            }
            else
            {
                _spilled.Remove(conversation);
            }
        }
    }
}

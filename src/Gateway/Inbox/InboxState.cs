using Mogambo.Conversations;
using Mogambo.Storage.Inbox;

namespace Mogambo.Gateway.Inbox;

/// <summary>
/// What this process knows of the rows it has in the inbox: its name as their owner, which conversations have some that wait, and whether
/// there are new ones. Messages that come to this process do not pass its rows. Those that come to another may: WhatsApp promises no order
/// between two webhooks, and asking the database about every message would cost each of them a read.
/// </summary>
internal sealed class InboxState(TimeProvider time) : IDisposable
{
    // A row of ours is tried at least every 30 s. One that was not for this long was taken over by another process.
    private static readonly TimeSpan TakenOver = TimeSpan.FromMinutes(2);

    private readonly Dictionary<ConversationId, Waiting> _waiting = [];
    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _wake = new(0);

    public Guid Owner { get; } = Guid.NewGuid();

    public bool IsSpilled(ConversationId conversation)
    {
        lock (_lock)
        {
            return _waiting.ContainsKey(conversation);
        }
    }

    /// <summary>A row of the conversation is about to be added.</summary>
    public void Spilling(ConversationId conversation) => Change(conversation, waiting => waiting.Own++);

    /// <summary>The row that was about to be added is not there.</summary>
    public void NotSpilled(ConversationId conversation) => Change(conversation, waiting => waiting.Own--);

    /// <summary>A row is claimed: one of ours, which is known, or one of a process that is gone.</summary>
    public void Taken(InboxChange row) => Change(row.Conversation, waiting =>
    {
        if (!row.IsOwn)
        {
            waiting.Others.Add(row.Id);
        }
    });

    /// <summary>A row is gone.</summary>
    public void Dispatched(InboxChange row) => Change(row.Conversation, waiting =>
    {
        if (!waiting.Others.Remove(row.Id) && row.IsOwn)
        {
            waiting.Own--;
        }
    });

    /// <summary>A row of the conversation was tried and waits on.</summary>
    public void Tried(ConversationId conversation) => Change(conversation, _ => { });

    /// <summary>Forgets conversations whose rows another process has taken over.</summary>
    public void ForgetTakenOver()
    {
        var before = time.GetUtcNow() - TakenOver;
        lock (_lock)
        {
            foreach (var (conversation, waiting) in _waiting)
            {
                if (waiting.TouchedAt < before)
                {
                    _waiting.Remove(conversation);
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

    private void Change(ConversationId conversation, Action<Waiting> change)
    {
        lock (_lock)
        {
            var waiting = _waiting.GetValueOrDefault(conversation) ?? new Waiting();
            change(waiting);
            waiting.TouchedAt = time.GetUtcNow();
            if (waiting.Own > 0 || waiting.Others.Count > 0)
            {
                _waiting[conversation] = waiting;
            }
            else
            {
                _waiting.Remove(conversation);
            }
        }
    }

    private sealed class Waiting
    {
        /// <summary>Rows that this process added.</summary>
        public int Own { get; set; }

        /// <summary>Rows that it took over.</summary>
        public HashSet<long> Others { get; } = [];

        public DateTimeOffset TouchedAt { get; set; }
    }
}

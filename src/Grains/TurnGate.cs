namespace Mogambo;

/// <summary>
/// Lets turns begin sends and calls to bots until the process stops. Once it is closed and empty, nothing more can begin here: what is under
/// way can be awaited, and what comes later is left to another process.
/// </summary>
internal sealed class TurnGate : IDisposable
{
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(20);

    private readonly CancellationTokenSource _closed = new();
    private int _inside;
    private int _isClosed;

    /// <summary>Whether the turn may begin anything. If so, <see cref="Leave"/> must follow when what it began is under way.</summary>
    public bool TryEnter()
    {
        // Counted before it looks: whoever closes meanwhile sees it.
        Interlocked.Increment(ref _inside);
        if (Volatile.Read(ref _isClosed) == 0)
        {
            return true;
        }

        Leave();
        return false;
    }

    /// <summary>Canceled when it closes.</summary>
    public CancellationToken Closed => _closed.Token;

    public void Leave() => Interlocked.Decrement(ref _inside);

    /// <summary>Lets nobody in any more, and awaits those that are inside.</summary>
    public async Task CloseAsync(CancellationToken cancellationToken)
    {
        Interlocked.Exchange(ref _isClosed, 1);
        await _closed.CancelAsync();
        while (Volatile.Read(ref _inside) > 0)
        {
            await Task.Delay(s_look, cancellationToken);
        }
    }

    public void Dispose() => _closed.Dispose();
}

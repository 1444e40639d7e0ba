namespace Mogambo.Gateway.Webhooks;

/// <summary>How many webhooks, and how many bytes of them, are held at once. What does not fit is refused before it is read.</summary>
internal sealed class IntakeBound(IOptions<GatewayOptions> options)
{
    private readonly int _maxWebhooks = options.Value.MaxConcurrentWebhooks;
    private readonly long _maxBytes = options.Value.MaxBufferedBytes;
    private int _webhooks;
    private long _bytes;

    /// <summary>A place for one webhook, to be disposed when it is answered; null if there is none.</summary>
    public Place? TryEnter()
    {
        if (Interlocked.Increment(ref _webhooks) <= _maxWebhooks)
        {
            return new Place(this);
        }

        Interlocked.Decrement(ref _webhooks);
        return null;
    }

    private bool TryHold(long bytes)
    {
        if (Interlocked.Add(ref _bytes, bytes) <= _maxBytes)
        {
            return true;
        }

        Interlocked.Add(ref _bytes, -bytes);
        return false;
    }

    /// <summary>One webhook's share of the bound.</summary>
    internal sealed class Place(IntakeBound bound) : IDisposable
    {
        private long _held;

        /// <summary>Makes room for a buffer of that many bytes in all; false if there is none.</summary>
        public bool TryGrowTo(long bytes)
        {
            if (!bound.TryHold(bytes - _held))
            {
                return false;
            }

            _held = bytes;
            return true;
        }

        public void Dispose()
        {
            Interlocked.Add(ref bound._bytes, -_held);
            Interlocked.Decrement(ref bound._webhooks);
        }
    }
}

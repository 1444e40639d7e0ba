using System.Collections.Concurrent;
using Mogambo.Simulator.Graph;

namespace Mogambo.Simulator.Messages;

/// <summary>WhatsApp's two rate limits (fact sheet 13): messages per number and second, and messages of one number to one user.</summary>
internal sealed class SendLimits(SimulatorOptions options, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, Bucket> _numbers = new();
    private readonly ConcurrentDictionary<(string Number, string User), Bucket> _pairs = new();

    /// <summary>The limit that is reached, or null; a message that passes is counted.</summary>
    public GraphError? Take(string number, string user)
    {
        if (options.Throughput > 0
            && !_numbers.GetOrAdd(number, static _ => new()).Take(options.Throughput, TimeSpan.FromSeconds(1) / options.Throughput, time))
        {
            return GraphError.Of(130429, "Cloud API message throughput has been reached.");
        }

        if (options.PairLimit > 0 && !_pairs.GetOrAdd((number, user), static _ => new()).Take(options.PairLimit, options.PairRefill, time))
        {
            return GraphError.Of(131056, "Too many messages sent from the sender phone number to the same recipient phone number in a short period of time.");
        }

        return null;
    }

    public void Clear()
    {
        _numbers.Clear();
        _pairs.Clear();
    }

    /// <summary>A bucket that starts full and regains one token each interval.</summary>
    private sealed class Bucket
    {
        private readonly Lock _gate = new();
        private double _used;
        private long _at;

        public bool Take(int burst, TimeSpan interval, TimeProvider time)
        {
            lock (_gate)
            {
                var now = time.GetTimestamp();
                if (_used > 0)
                {
                    _used = Math.Max(0, _used - (time.GetElapsedTime(_at, now) / interval));
                }

                _at = now;
                if (_used > burst - 1)
                {
                    return false;
                }

                _used++;
                return true;
            }
        }
    }
}

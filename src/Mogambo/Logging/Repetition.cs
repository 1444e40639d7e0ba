using System.Collections.Concurrent;

namespace Mogambo.App.Logging;

/// <summary>
/// Lets one warning or error a second through of each cause, so that an outage does not fill a disk; the next one says how many were left out.
/// A cause is a category, an event and a type of exception: as many as there are in the code.
/// </summary>
internal sealed class Repetition(TimeProvider time)
{
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<(string Category, EventId Event, Type? Exception), State> _causes = [];

    /// <returns>How many of this cause were left out since the last; null if this one is to be left out too.</returns>
    public int? Count(LogLevel level, string category, EventId @event, Type? exception)
    {
        if (level is < LogLevel.Warning or LogLevel.Critical)
        {
            return 0;
        }

        var state = _causes.GetOrAdd((category, @event, exception), _ => new());
        lock (state)
        {
            // The clock that only runs on: the other one is set by the database.
            if (state.At != 0 && time.GetElapsedTime(state.At) < s_pause)
            {
                state.LeftOut++;
                return null;
            }

            var leftOut = state.LeftOut;
            (state.At, state.LeftOut) = (time.GetTimestamp(), 0);
            return leftOut;
        }
    }

    private sealed class State
    {
        public long At { get; set; }

        public int LeftOut { get; set; }
    }
}

using System.Diagnostics;

namespace Mogambo.Faults.Scenarios;

/// <summary>Awaits what other processes will have done.</summary>
internal static class Await
{
    /// <exception cref="TimeoutException">It did not become true in time.</exception>
    public static async Task TrueAsync(string what, Func<Task<bool>> isTrue, TimeSpan patience, Func<string>? explain = null)
    {
        var started = Stopwatch.GetTimestamp();
        using var poll = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (!await isTrue())
        {
            if (Stopwatch.GetElapsedTime(started) > patience)
            {
                throw new TimeoutException($"Waited in vain until {what}.\n{explain?.Invoke()}");
            }

            await poll.WaitForNextTickAsync();
        }
    }
}

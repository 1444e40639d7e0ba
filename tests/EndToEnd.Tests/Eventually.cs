using System.Diagnostics;

namespace Mogambo.EndToEnd.Tests;

/// <summary>Awaits what another process will have done soon; how long it takes decides nothing.</summary>
internal static class Eventually
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    public static async Task TrueAsync(string what, Func<Task<bool>> isTrue, TimeSpan? patience = null, Func<string>? explain = null)
    {
        var started = Stopwatch.GetTimestamp();
        using var poll = new PeriodicTimer(TimeSpan.FromMilliseconds(25));
        while (!await isTrue())
        {
            if (Stopwatch.GetElapsedTime(started) > (patience ?? s_patience))
            {
                Assert.Fail($"Waited in vain until {what}.\n{explain?.Invoke()}");
            }

            await poll.WaitForNextTickAsync();
        }
    }

    public static Task TrueAsync(string what, Func<bool> isTrue, TimeSpan? patience = null, Func<string>? explain = null) =>
        TrueAsync(what, () => Task.FromResult(isTrue()), patience, explain);
}

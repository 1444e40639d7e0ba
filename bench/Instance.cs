using System.Diagnostics;
using System.Text.Json;

namespace Mogambo.Bench;

/// <summary>The simulated WhatsApp's own count of what it got.</summary>
internal sealed class Instance(Uri simulator) : IDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = simulator };

    public async Task<long> RepliesAsync()
    {
        using var stats = JsonDocument.Parse(await _http.GetStringAsync("/control/stats"));
        return stats.RootElement.GetProperty("sends_accepted").GetInt64();
    }

    /// <summary>Returns, with the time it took, once so many replies are there, or none came for two seconds.</summary>
    public async Task<TimeSpan> DrainedAsync(long expected = long.MaxValue)
    {
        var started = Stopwatch.GetTimestamp();
        var last = await RepliesAsync();
        var lastAt = started;
        using var poll = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (last < expected && Stopwatch.GetElapsedTime(lastAt) < TimeSpan.FromSeconds(2))
        {
            await poll.WaitForNextTickAsync();
            var now = await RepliesAsync();
            (last, lastAt) = now == last ? (last, lastAt) : (now, Stopwatch.GetTimestamp());
        }

        return Stopwatch.GetElapsedTime(started, lastAt);
    }

    public void Dispose() => _http.Dispose();
}

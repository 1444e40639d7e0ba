using System.Diagnostics;
using System.Net.Http.Json;
using Mogambo.Bench.Instance;

namespace Mogambo.Bench.Scenarios;

/// <summary>Tells the instance what to do and waits for what it sees.</summary>
internal sealed class InstanceControl(Uri instance) : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    private readonly HttpClient _http = new() { BaseAddress = instance };

    /// <summary>How much of the time to drain is waiting for what the last outcome still writes.</summary>
    public static TimeSpan Settling { get; } = TimeSpan.FromMilliseconds(500);

    /// <summary>A new ledger; so many statuses in a POST, 0 for none.</summary>
    public async Task StartAsync(int statuses)
    {
        using var answer = await _http.PostAsync($"bench/start?statuses={statuses}", content: null);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>Returns once so many sends have come and their statuses are acknowledged, or nothing has moved for ten seconds.</summary>
    public async Task<InstanceStats> DrainedAsync(long sends, int statuses)
    {
        var last = await StatsAsync();
        var movedAt = Stopwatch.GetTimestamp();
        while (!IsDone(last, sends, statuses) && Stopwatch.GetElapsedTime(movedAt) < s_patience)
        {
            await Task.Delay(20);
            var now = await StatsAsync();
            (last, movedAt) = now == last ? (last, movedAt) : (now, Stopwatch.GetTimestamp());
        }

        await Task.Delay(Settling);
        return await StatsAsync();
    }

    public async Task SetDownAsync(bool isDown)
    {
        using var answer = await _http.PostAsync(isDown ? "bench/down" : "bench/up", content: null);
        answer.EnsureSuccessStatusCode();
    }

    public async Task<InstanceStats> StatsAsync() => (await _http.GetFromJsonAsync("bench/stats", InstanceJson.Default.InstanceStats))!;

    public void Dispose() => _http.Dispose();

    private static bool IsDone(InstanceStats stats, long sends, int statuses) =>
        stats.Sends >= sends && (statuses == 0 || (stats.Statuses >= sends * 3 && stats.Acknowledged == stats.Statuses));
}

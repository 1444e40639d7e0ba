using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Mogambo.PostgresServer;

namespace Mogambo.EndToEnd.Tests;

/// <summary>How soon it is ready and how much memory it takes. Runs alone: anything beside it would be measured too.</summary>
[Collection(nameof(Alone))]
public sealed class FootprintTests(ITestOutputHelper output)
{
    private const long MaxResidentBytes = 350L * 1024 * 1024;

    private static readonly TimeSpan s_readyWithin = TimeSpan.FromSeconds(3);

    [Fact]
    public async Task It_is_ready_within_3_seconds_and_small_after_1000_conversations()
    {
        var simulator = $"http://127.0.0.1:{FreePort.Next()}";
        await using var mogambo = MogamboProcess.Demo(simulator);
        var fastest = TimeSpan.MaxValue;
        for (var start = 0; start < 5; start++)
        {
            var ready = await mogambo.StartAsync();
            fastest = ready < fastest ? ready : fastest;
            await mogambo.KillAsync();
        }

        await mogambo.StartAsync();
        using var phone = new HttpClient { BaseAddress = new Uri(simulator) };
        await Parallel.ForEachAsync(Enumerable.Range(0, 1000), new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (n, cancellation) =>
        {
            var user = string.Create(CultureInfo.InvariantCulture, $"1555080{n:0000}");
            using var written = await phone.PostAsJsonAsync($"/control/users/{user}/messages", new { text = "hello" }, cancellation);
        });
        await Eventually.TrueAsync("all are answered", async () =>
        {
            using var stats = JsonDocument.Parse(await phone.GetStringAsync("/control/stats"));
            return stats.RootElement.GetProperty("sends_accepted").GetInt64() >= 1000;
        });

        output.WriteLine($"ready in {fastest.TotalSeconds:0.00} s, resident {mogambo.ResidentBytes() / 1024 / 1024} MB");
        Assert.True(fastest < s_readyWithin, $"The fastest of five starts took {fastest}.");
        Assert.True(mogambo.ResidentBytes() < MaxResidentBytes, $"{mogambo.ResidentBytes()} bytes are resident.");
    }
}

/// <summary>Tests that nothing runs beside.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;

using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Mogambo.Faults.Scenarios;

namespace Mogambo.Faults.Planted;

/// <summary>Runs aimed at what becomes of webhooks.</summary>
internal static class InboundRuns
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    public static async Task KillWhileCommitsAreSlowAsync(FaultyCluster cluster, Business business)
    {
        for (var round = 0; round < 3; round++)
        {
            var text = string.Create(CultureInfo.InvariantCulture, $"round {round}");
            var before = await cluster.Users.AcknowledgedAsync();
            var writing = cluster.Users.BurstAsync(60, text);
            await Await.TrueAsync("some of it is acknowledged", async () => await cluster.Users.AcknowledgedAsync() > before + 5, s_patience);
            using (cluster.Log.Begin("kill", cluster.Gateway.Name))
            {
                await cluster.Gateway.KillAsync();
            }

            await writing;
            await cluster.Gateway.StartAsync();
        }
    }

    public static async Task RepeatLateAsync(FaultyCluster cluster, Business business)
    {
        const int Users = 5;
        // A repeat carries the time of the first.
        var timestamp = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        foreach (var text in Enumerable.Range(0, 22).Select(n => n is 0 or 21 ? "again" : $"n{n}"))
        {
            await Task.WhenAll(Enumerable.Range(0, Users).Select(n => WriteAsync(
                cluster, UserLoad.User(n), new { text, timestamp, id = text == "again" ? $"wamid.again.{n}" : $"wamid.{Guid.NewGuid():N}" })));
        }
    }

    public static async Task ArriveLateAsync(FaultyCluster cluster, Business business)
    {
        await Task.WhenAll(Enumerable.Range(0, 5).Select(n => WriteAsync(cluster, UserLoad.User(n), new { text = "late", timestamp = "-30h" })));
        await Task.WhenAll(Enumerable.Range(5, 5).Select(n => WriteAsync(cluster, UserLoad.User(n), new { text = "in time", timestamp = "-23h" })));
    }

    /// <summary>The poison: a status of a time that a trigger of the database refuses, of a message that there is.</summary>
    public static async Task BadRowsInBetweenAsync(FaultyCluster cluster, Business business)
    {
        const long Poison = 1_700_000_000;
        await cluster.CountAsync($$"""
            create function refuse_poison() returns trigger language plpgsql as $body$
            begin
                if new.played_at = {{Poison}}000 then raise exception 'poison' using errcode = 'check_violation'; end if;
                return new;
            end $body$;
            create trigger refuse_poison before update on message for each row execute function refuse_poison();
            select 0
            """);
        await cluster.AnswersAsync("first", s_patience);
        var attempt = (await cluster.Users.SendsAsync())[0].GetProperty("opaque").GetString()!;
        using var stop = new CancellationTokenSource();
        var poisoning = PoisonAsync(cluster, attempt, Poison, stop.Token);
        await cluster.Users.RunAsync(users: 12, TimeSpan.FromMilliseconds(20), new CancellationTokenSource(TimeSpan.FromSeconds(10)).Token);
        await stop.CancelAsync();
        await poisoning;
    }

    private static async Task PoisonAsync(FaultyCluster cluster, string attempt, long time, CancellationToken stop)
    {
        using var every = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (!stop.IsCancellationRequested)
        {
            await cluster.Users.PostStatusAsync(attempt, "played", time, CancellationToken.None);
            await every.WaitForNextTickAsync(CancellationToken.None);
        }
    }

    private static async Task WriteAsync(FaultyCluster cluster, string user, object message)
    {
        using var response = await cluster.Control.PostAsJsonAsync($"/control/users/{user}/messages", message, JsonSerializerOptions.Web);
        response.EnsureSuccessStatusCode();
    }
}

using System.Net;
using System.Net.Http.Json;

namespace Mogambo.EndToEnd.Tests;

/// <summary>A gateway and silos, each a process of its own, and what a user notices when some of them go.</summary>
public sealed class ClusterTests
{
    private static readonly TimeSpan s_noticed = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Without_any_silo_messages_are_acknowledged_and_answered_when_one_is_back()
    {
        await using var system = await MogamboSystem.StartAsync(await TestDatabase.CreateAsync("PostgreSql"), silosApart: 1);
        await system.Silos[0].KillAsync();
        await Eventually.TrueAsync("the gateway says so", async () => await ReadinessAsync(system.Mogambo) == HttpStatusCode.ServiceUnavailable);

        var written = await system.WriteAsync("15550100001", new { text = "anybody there?" });
        Assert.Equal(200, written.GetProperty("status").GetInt32());
        using var refused = await system.Mogambo.Api.PostAsJsonAsync("/v1/messages", new { to = "15550100001", type = "text", text = new { body = "hello" } });
        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);

        await system.Silos[0].StartAsync();
        await RepliesAreAsync(system, "15550100001", "echo anybody there?");
        Assert.True(await system.Mogambo.IsReadyAsync());
    }

    [Fact]
    public async Task What_a_killed_silo_had_goes_on_with_the_others()
    {
        await using var system = await MogamboSystem.StartAsync(await TestDatabase.CreateAsync("PostgreSql"), silosApart: 2);
        var users = Enumerable.Range(0, 40).Select(n => FormattableString.Invariant($"155502{n:00000}")).ToArray();
        await WriteAllAsync(system, users, "one");
        await AnsweredAsync(system, users, "echo one");

        await system.Silos[0].KillAsync();
        await WriteAllAsync(system, users, "two");

        await AnsweredAsync(system, users, "echo one", "echo two");
    }

    [Fact]
    public async Task A_silo_that_is_told_to_stop_hands_over_and_ends_well()
    {
        await using var system = await MogamboSystem.StartAsync(await TestDatabase.CreateAsync("PostgreSql"), silosApart: 2);
        var users = Enumerable.Range(0, 40).Select(n => FormattableString.Invariant($"155503{n:00000}")).ToArray();
        await WriteAllAsync(system, users, "one");

        var load = WriteAllAsync(system, users, "two");
        var code = await system.Silos[0].StopAsync();
        await load;

        Assert.Equal(0, code);
        await AnsweredAsync(system, users, "echo one", "echo two");
        var unknown = await system.Mogambo.GetAsync("/v1/messages?status=unknown");
        Assert.Equal(0, unknown.GetProperty("data").GetArrayLength());
    }

    private static async Task<HttpStatusCode> ReadinessAsync(MogamboProcess process)
    {
        using var response = await process.Api.GetAsync("/health/ready");
        return response.StatusCode;
    }

    private static async Task WriteAllAsync(MogamboSystem system, string[] users, string text) =>
        await Task.WhenAll(users.Select(user => system.WriteAsync(user, new { text, wait = false })));

    private static Task AnsweredAsync(MogamboSystem system, string[] users, params string[] replies) =>
        Task.WhenAll(users.Select(user => RepliesAreAsync(system, user, replies)));

    private static async Task RepliesAreAsync(MogamboSystem system, string user, params string[] replies)
    {
        IReadOnlyList<string> seen = [];
        await Eventually.TrueAsync(
            $"{user} has the replies",
            // WhatsApp does not promise the order of messages that are written at once.
            async () => (seen = await system.RepliesAsync(user)).Order(StringComparer.Ordinal).SequenceEqual(replies),
            s_noticed,
            () => $"{string.Join(", ", seen)}\n" + string.Join('\n', system.Silos.Append(system.Mogambo).SelectMany(process => process.Log.TakeLast(10))));
    }
}

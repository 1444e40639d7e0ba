using Mogambo.Bench.Machine;

namespace Mogambo.Bench.Scenarios.Questions;

/// <summary>Webhooks at half the highest rate while a silo is killed, with -9, and while PostgreSQL is restarted.</summary>
internal sealed class Kills : IQuestion
{
    private static readonly TimeSpan s_load = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan s_untilKill = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan s_untilRestart = TimeSpan.FromSeconds(40);

    public string Name => "kills";

    public async Task<IReadOnlyList<Finding>> AnswerAsync(Rig rig, BenchTimes times)
    {
        await using var session = await Session.StartAsync(rig, SubjectKind.Product, new() { Nodes = 2 }, users: 20_000);
        await session.WriteAsync(connections: 128, times.WarmUp);
        var highest = await session.WriteAsync(connections: 128, times.Load);

        await session.Control.StartAsync(statuses: 0);
        var load = session.Writing.OpenAsync(connections: 256, highest.Rate / 2, s_load);
        await Task.Delay(s_untilKill);
        await session.Subject.Processes[1].KillAsync();
        await Task.Delay(s_untilRestart);
        await rig.Postgres.RestartAsync();
        session.Subject.Postgres!.ForgetConnections();
        var result = await load;
        var stats = await session.Control.DrainedAsync(result.Accepted, 0);
        var unknown = await session.Subject.Postgres!.CountAsync("select count(*) from message where phase = 5");

        return
        [
            new(Name, "webhooks a second, half of the highest rate", result.Rate, "/s"),
            new(Name, "over 1 s or refused, of all", (result.Over1Second + result.Refused) * 100.0 / (result.Accepted + result.Refused), "%", "under 1 %, aim 0.1 %"),
            new(Name, "refused with 503, so repeated by WhatsApp", result.Refused, ""),
            new(Name, "p99", result.Percentile(99), "ms"),
            new(Name, "replies in flight at the kill, reported as unknown", unknown, ""),
            new(Name, "lost beyond these, doubled, misdirected, out of order", stats.Wrong(result.Accepted - unknown), "", Finding.None),
        ];
    }
}

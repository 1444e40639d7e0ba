using System.Diagnostics;
using Mogambo.Bench.Machine;
using Mogambo.Bench.Report;

namespace Mogambo.Bench.Scenarios.Questions;

/// <summary>The same load on a database that holds little and on one that holds a million conversations and five million messages.</summary>
internal sealed class Stored : IQuestion
{
    private const int Active = 20_000;

    public string Name => "stored";

    public async Task<IReadOnlyList<Finding>> AnswerAsync(Rig rig, BenchTimes times)
    {
        await using var few = await Session.StartAsync(rig, SubjectKind.Product, new(), Active);
        await few.WriteAsync(connections: 128, times.WarmUp);
        await using var many = await Session.StartAsync(rig, SubjectKind.Product, new(), Active);
        await many.WriteAsync(connections: 8, TimeSpan.FromSeconds(3));
        await FillAsync(many.Subject.Postgres!);
        await many.WriteAsync(connections: 128, times.WarmUp);

        List<double> rates = [], ratios = [];
        for (var i = 0; i < times.Repeat; i++)
        {
            var (a, b) = (await RateAsync(few, times), await RateAsync(many, times));
            rates.Add(b);
            ratios.Add(b / a);
        }

        return
        [
            new(Name, "turns a second with 1,000,000 conversations and 5,000,000 messages", Median.Of(rates), "/s"),
            new(Name, "of the rate with 20,000 conversations and nothing else", Median.Of(ratios), "", "at least 0.85, aim 0.95"),
            new(Name, "lost, doubled, misdirected, out of order", few.Wrong + many.Wrong, "", Finding.None),
        ];
    }

    private static async Task<double> RateAsync(Session session, BenchTimes times)
    {
        var started = Stopwatch.GetTimestamp();
        var result = await session.WriteAsync(connections: 128, times.Load);
        return result.Accepted / (Stopwatch.GetElapsedTime(started) - InstanceControl.Settling).TotalSeconds;
    }

    // Copies of rows that the product wrote, under other keys: of their size, in their columns, with ids that begin with their time.
    private static async Task FillAsync(PostgresUse postgres)
    {
        await postgres.CopyRowsAsync("conversation", "id = '106540352242922/' || (15570000000 + n), user_id = (15570000000 + n)::text, due_at = null, wakes_at = null", 1_000_000);
        await postgres.CopyRowsAsync("message", "at = at - n % 86400000, id = (lpad(to_hex(t.at),12,'0') || substr(md5(n::text),1,20))::uuid, conversation = '106540352242922/' || (15570000000 + n % 1000000)", 5_000_000);
        await postgres.ExecuteAsync("vacuum analyze conversation");
        await postgres.ExecuteAsync("vacuum analyze message");
        await postgres.ExecuteAsync("checkpoint");
    }
}

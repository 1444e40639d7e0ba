using System.Diagnostics;
using Mogambo.Bench.Machine;

namespace Mogambo.Bench.Scenarios.Questions;

/// <summary>Opt-ins of two hundred thousand users in one CSV file.</summary>
internal sealed class Import : IQuestion
{
    private const int Rows = 200_000;

    public string Name => "opt-in-import";

    public async Task<IReadOnlyList<Finding>> AnswerAsync(Rig rig, BenchTimes times)
    {
        await using var session = await Session.StartAsync(rig, SubjectKind.Product, new(), Rows);
        var started = Stopwatch.GetTimestamp();
        await Preparation.OptInAsync(session.Target, session.Users);
        var took = Stopwatch.GetElapsedTime(started);
        var stored = await session.Subject.Postgres!.CountAsync("select count(*) from opt_in");
        return
        [
            new(Name, "rows a second", Rows / took.TotalSeconds, "/s"),
            new(Name, "rows missing", Rows - stored, "", Finding.None),
        ];
    }
}

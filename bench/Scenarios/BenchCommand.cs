using System.Globalization;
using Mogambo.Bench.Machine;
using Mogambo.Bench.Report;
using Mogambo.Bench.Scenarios.Questions;

namespace Mogambo.Bench.Scenarios;

/// <summary>The command line: which scenarios, how long, how often, and where the results go.</summary>
internal static class BenchCommand
{
    private const string Usage = """
        Usage: bench.sh [scenario …] [--seconds 10] [--warm-up 40] [--repeat 5] [--soak-minutes 30] [--out folder]
        Without a scenario all but soak run. --quick is --seconds 5 --warm-up 5 --repeat 1 --soak-minutes 3.
        --only-product leaves the baselines out, --statements shows the dearest statements in PostgreSQL. --out writes results.md, results.json and the pictures there.
        """;

    public static async Task<int> RunAsync(string[] arguments)
    {
        var (seconds, warmUp, repeat, soak, folder) = (10, 40, 5, 30, (string?)null);
        var (isAlone, showsStatements) = (false, false);
        var wanted = new List<string>();
        for (var i = 0; i < arguments.Length; i++)
        {
            switch (arguments[i])
            {
                case "--seconds": seconds = Number(arguments[++i]); break;
                case "--warm-up": warmUp = Number(arguments[++i]); break;
                case "--repeat": repeat = Number(arguments[++i]); break;
                case "--soak-minutes": soak = Number(arguments[++i]); break;
                case "--out": folder = arguments[++i]; break;
                case "--statements": showsStatements = true; break;
                case "--only-product": isAlone = true; break;
                case "--quick": (seconds, warmUp, repeat, soak) = (5, 5, 1, 3); break;
                case var name when Names.Contains(name): wanted.Add(name); break;
                default:
                    await Console.Error.WriteLineAsync($"{arguments[i]}?\n{Usage}\nScenarios: {string.Join(", ", Names)}");
                    return 2;
            }
        }

        bool IsWanted(string name) => wanted.Count == 0 ? name != "soak" : wanted.Contains(name);
        var times = new BenchTimes(TimeSpan.FromSeconds(warmUp), TimeSpan.FromSeconds(seconds), repeat, TimeSpan.FromMinutes(soak)) { ShowsStatements = showsStatements };
        await using var rig = await Rig.StartAsync();
        var results = new Results { Surroundings = await Surroundings.ReadAsync() };
        await MeasureAsync(rig, Catalogue.All.Where(scenario => IsWanted(scenario.Name)).Select(scenario => isAlone ? scenario with { Baselines = [] } : scenario), times, results);
        await AskAsync(rig, Catalogue.Questions.Where(question => IsWanted(question.Name)), times, results);

        var table = Table.Of(results);
        await Console.Out.WriteLineAsync(table);
        if (folder is not null)
        {
            Directory.CreateDirectory(folder);
            await File.WriteAllTextAsync(Path.Combine(folder, "results.md"), table);
            await JsonReport.WriteAsync(Path.Combine(folder, "results.json"), results);
            Pictures.Write(folder, results.Measured);
        }

        return results.Measured.Any(measurement => measurement.Subject == "product" && measurement.Violations.Count > 0)
            || results.Found.Any(finding => finding.IsViolation) ? 1 : 0;
    }

    private static IEnumerable<string> Names => Catalogue.All.Select(scenario => scenario.Name).Concat(Catalogue.Questions.Select(question => question.Name));

    private static async Task MeasureAsync(Rig rig, IEnumerable<Scenario> scenarios, BenchTimes times, Results results)
    {
        foreach (var scenario in scenarios)
        {
            var runs = new List<ScenarioRun>();
            try
            {
                foreach (var kind in scenario.Baselines.Append(SubjectKind.Product))
                {
                    runs.Add(await ScenarioRun.StartAsync(rig, kind, scenario, times));
                    await runs[^1].WarmUpAsync();
                }

                for (var repetition = 1; repetition <= times.Repeat; repetition++)
                {
                    // Neighbours in time, seconds apart: what the machine does meanwhile, it does to all of them. Who is not measured waits, and
                    // takes little: the product looks for what is due, and PostgreSQL may vacuum its tables, which favours the product a little.
                    foreach (var run in runs)
                    {
                        results.Measured.Add(await run.MeasureAsync(repetition));
                        await Console.Error.WriteLineAsync(Table.Line(results.Measured[^1]));
                    }
                }
            }
            finally
            {
                foreach (var run in runs)
                {
                    await run.DisposeAsync();
                }
            }
        }
    }

    private static async Task AskAsync(Rig rig, IEnumerable<IQuestion> questions, BenchTimes times, Results results)
    {
        foreach (var question in questions)
        {
            foreach (var finding in await question.AnswerAsync(rig, times))
            {
                results.Found.Add(finding);
                await Console.Error.WriteLineAsync(Table.Line(finding));
            }
        }
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}

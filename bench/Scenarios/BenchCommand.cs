using System.Globalization;
using Mogambo.Bench.Machine;
using Mogambo.Bench.Report;

namespace Mogambo.Bench.Scenarios;

/// <summary>The command line: which scenarios, how long, how often, and where the results go.</summary>
internal static class BenchCommand
{
    private const string Usage = """
        Usage: bench.sh [scenario …] [--seconds 10] [--warm-up 30] [--repeat 5] [--out folder]
        Without a scenario all of them run. --quick is --seconds 5 --warm-up 5 --repeat 1.
        """;

    public static async Task<int> RunAsync(string[] arguments)
    {
        var (seconds, warmUp, repeat, folder) = (10, 30, 5, (string?)null);
        var wanted = new List<Scenario>();
        for (var i = 0; i < arguments.Length; i++)
        {
            switch (arguments[i])
            {
                case "--seconds": seconds = Number(arguments[++i]); break;
                case "--warm-up": warmUp = Number(arguments[++i]); break;
                case "--repeat": repeat = Number(arguments[++i]); break;
                case "--out": folder = arguments[++i]; break;
                case "--quick": (seconds, warmUp, repeat) = (5, 5, 1); break;
                case var name when Catalogue.All.FirstOrDefault(scenario => scenario.Name == name) is { } scenario: wanted.Add(scenario); break;
                default:
                    await Console.Error.WriteLineAsync($"{arguments[i]}?\n{Usage}\nScenarios: {string.Join(", ", Catalogue.All.Select(scenario => scenario.Name))}");
                    return 2;
            }
        }

        await using var rig = await Rig.StartAsync();
        var measured = new List<Measurement>();
        foreach (var scenario in wanted.Count == 0 ? Catalogue.All : wanted)
        {
            var run = new ScenarioRun(rig, scenario, TimeSpan.FromSeconds(warmUp), TimeSpan.FromSeconds(seconds));
            for (var repetition = 1; repetition <= repeat; repetition++)
            {
                // Neighbours in time: what the machine does meanwhile, it does to all of them.
                foreach (var kind in scenario.Baselines.Append(SubjectKind.Product))
                {
                    measured.Add(await run.RunAsync(kind, repetition));
                    await Console.Error.WriteLineAsync(Table.Line(measured[^1]));
                }
            }
        }

        await Console.Out.WriteLineAsync(Table.Of(measured));
        if (folder is not null)
        {
            await JsonReport.WriteAsync(Path.Combine(folder, "bench.json"), measured);
        }

        return measured.Any(measurement => measurement.Violations.Count > 0) ? 1 : 0;
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}

using System.Globalization;

namespace Mogambo.Faults.Planted;

/// <summary>
/// Plants each defect in turn: a harness that stays green on one of them is broken, as is a run that is red without it.
/// </summary>
internal static class PlantedCommand
{
    /// <param name="name">Only defects whose switch contains this; null: all.</param>
    /// <returns>0 if every defect was found and every run without one was clean.</returns>
    public static async Task<int> RunAsync(string? name, TextWriter output)
    {
        var isRight = true;
        await output.WriteLineAsync("| defect | without it | with it | found by | seconds |\n|---|---|---|---|---|");
        foreach (var bug in PlantedBugs.All.Where(bug => name is null || bug.Switch.Contains(name, StringComparison.Ordinal)))
        {
            try
            {
                isRight &= await RunAsync(bug, output);
            }
            catch (TimeoutException e)
            {
                // A run that comes to no end says nothing about the next one.
                isRight = false;
                await output.WriteLineAsync($"| `{bug.Switch}`: {bug.What} | no result | | | |\n{e.Message}");
            }
        }

        return isRight ? 0 : 1;
    }

    private static async Task<bool> RunAsync(PlantedBug bug, TextWriter output)
    {
        var without = await PlantedRun.RunAsync(bug, isPlanted: false);
        var with = await PlantedRun.RunAsync(bug, isPlanted: true);
        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"| `{bug.Switch}`: {bug.What} | {Word(without)} | {Word(with)} | {string.Join(", ", with.Broken)} | {(without.Took + with.Took).TotalSeconds:0} |"));
        var wrong = new[] { without, with }.Where(result => !result.IsRight).ToList();
        foreach (var result in wrong)
        {
            await output.WriteLineAsync(result.Report.ToString());
        }

        return wrong.Count == 0;
    }

    private static string Word(PlantedResult result) => result.Report.IsGood ? "green" : "red";
}

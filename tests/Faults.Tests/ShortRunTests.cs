using System.Text;
using Mogambo.Faults.Checking;
using Mogambo.Faults.Run;

namespace Mogambo.Faults.Tests;

/// <summary>The whole under load and harmed: three kills, a zombie of 40 s and a restart of PostgreSQL. It runs alone.</summary>
[Collection(nameof(AloneTests))]
public sealed class ShortRunTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Nothing_acknowledged_is_lost_and_nothing_is_sent_twice()
    {
        var said = new StringWriter(new StringBuilder());
        try
        {
            var result = await FaultRun.RunAsync(RunOptions.ShortRun, said);
            await said.WriteLineAsync(result.ToString());

            var report = result.Report;
            Assert.Equal((0, 0, 0), (report.Lost, report.Unexpected, report.Doubled));
            Assert.Equal((0, 0, 0), (report.Inversions, report.Misdirected, report.UnexplainedUnknown));
            Assert.Equal(report.AmbiguousInjected, report.AmbiguousReported);
            Assert.True(result.IsGood, "The run is not good: see its output.");

            // A relation that compared nothing, or a fault that met no ambiguity, would prove nothing.
            Assert.All(report.Relations, relation => Assert.True(relation.Checked > 0, relation.Name));
            Assert.True(Checked(report, "inbound") >= RunOptions.ShortRun.Inbound);
            Assert.InRange(report.AmbiguousInjected, 10, int.MaxValue);
        }
        finally
        {
            output.WriteLine(said.ToString());
        }
    }

    private static int Checked(Report report, string relation) => report.Relations.Single(each => each.Name == relation).Checked;
}

/// <summary>What needs the machine for itself.</summary>
[CollectionDefinition(nameof(AloneTests), DisableParallelization = true)]
public sealed class AloneTests;

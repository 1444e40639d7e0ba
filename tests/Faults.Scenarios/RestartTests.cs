using System.Text;
using Mogambo.Faults.Run;

namespace Mogambo.Faults.Scenarios;

/// <summary>Everything goes and comes back without a hand: at once, or one process after the other.</summary>
public sealed class RestartTests(ITestOutputHelper output)
{
    private static readonly RunOptions s_calm = RunOptions.ShortRun with
    {
        Inbound = 1_500,
        Conversations = 300,
        Sends = 600,
        Load = TimeSpan.FromSeconds(40),
        Kills = 0,
        Zombies = 0,
        DatabaseRestarts = 0,
    };

    [Fact]
    public async Task After_a_power_failure_everything_goes_on_by_itself() => await RunAsync(s_calm with { PowerFailures = 1 });

    [Fact]
    public async Task A_rolling_restart_costs_a_caller_one_repetition_at_most()
    {
        var result = await RunAsync(s_calm with { RollingRestarts = 1 });

        Assert.Equal(s_calm.Silos + s_calm.Gateways, result.ExitCodes.Count);
        Assert.Equal(0, result.ApiRepeatedTwice);
    }

    private async Task<RunResult> RunAsync(RunOptions options)
    {
        var said = new StringWriter(new StringBuilder());
        try
        {
            var result = await FaultRun.RunAsync(options, said);
            await said.WriteLineAsync(result.ToString());
            Assert.True(result.IsGood, "The run is not good: see its output.");
            return result;
        }
        finally
        {
            output.WriteLine(said.ToString());
        }
    }
}

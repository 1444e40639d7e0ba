namespace Mogambo.EndToEnd.Tests.Budget;

/// <summary>
/// What one turn costs, in counts that do not depend on the machine's mood. Turns come one after another, so nothing is shared: under load the commits
/// and statements of a turn are a fraction of these. The figures are those of docs/performance.md; one that grows by more than a tenth needs a reason
/// there.
/// </summary>
public sealed class BudgetTests
{
    private const int WarmUp = 300;
    private const int Turns = 300;
    private const double Tolerance = 1.10;

    /// <summary>A message, its answer, and the answer's three statuses: five commits.</summary>
    private static readonly Use s_budget = new(Commits: 5, Statements: 0, Wal: 0, GrainCalls: 0, Allocated: 0);

    [Fact]
    public async Task A_turn_costs_no_more_than_its_budget()
    {
        await using var database = await PostgresDatabase.StartAsync("-c shared_preload_libraries=pg_stat_statements -c checkpoint_timeout=1h -c max_wal_size=4GB");
        await database.Server.ExecuteAsync("create extension pg_stat_statements");
        await using var system = await MogamboSystem.StartAsync(database, new Dictionary<string, string> { ["Mogambo__Metrics__Meters__0"] = "Microsoft.Orleans" });
        await TurnsAsync(system, 0, WarmUp);

        var before = await Use.SoFarAsync(database, system.Mogambo);
        await TurnsAsync(system, WarmUp, Turns);
        var used = (await Use.SoFarAsync(database, system.Mogambo)).Since(before, Turns);

        TestContext.Current.TestOutputHelper!.WriteLine(used.ToString());
        Assert.True(used.Commits <= s_budget.Commits * Tolerance, $"{used.Commits:0.00} commits a turn, the budget is {s_budget.Commits}");
        Assert.True(used.Statements <= s_budget.Statements * Tolerance, $"{used.Statements:0.00} statements a turn, the budget is {s_budget.Statements}");
        Assert.True(used.GrainCalls <= s_budget.GrainCalls * Tolerance, $"{used.GrainCalls:0.00} grain calls a turn, the budget is {s_budget.GrainCalls}");
        Assert.True(used.Wal <= s_budget.Wal * Tolerance, $"{used.Wal:0} bytes of WAL a turn, the budget is {s_budget.Wal}");
        Assert.True(used.Allocated <= s_budget.Allocated * Tolerance, $"{used.Allocated:0} bytes allocated a turn, the budget is {s_budget.Allocated}");
        // A budget that nothing comes near is none.
        Assert.True(used.Commits > s_budget.Commits / 2, $"{used.Commits:0.00} commits a turn: what was counted?");
    }

    /// <summary>So many users write one message each, one after another, until every answer is read.</summary>
    private static async Task TurnsAsync(MogamboSystem system, int first, int count)
    {
        for (var n = first; n < first + count; n++)
        {
            await system.WriteAsync(FormattableString.Invariant($"1555040{n % 100:0000}"), new { text = $"n{n}" });
        }

        await Eventually.TrueAsync("every answer is sent", async () => (await system.SendsAsync()).Count >= first + count);
        await system.DrainedAsync();
    }
}

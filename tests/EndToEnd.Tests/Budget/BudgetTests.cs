using System.Data.Common;
using System.Globalization;
using System.Text;

namespace Mogambo.EndToEnd.Tests.Budget;

/// <summary>
/// What one turn and one status cost, in counts that do not depend on the machine's mood. They come one after another, so no batch holds two:
/// under load commits and statements are a fraction of these. The figures stand in docs/performance.md; one that grows by more than a tenth
/// needs a reason there.
/// </summary>
public sealed class BudgetTests(ITestOutputHelper output)
{
    private const int WarmUp = 200;
    private const int Measured = 400;
    private const double Tolerance = 1.10;

    // No checkpoint comes between: the pages that are written as a whole after one are the machine's mood, too.
    private const string Server = "-c shared_preload_libraries=pg_stat_statements -c pg_stat_statements.track=all -c checkpoint_timeout=1h -c max_wal_size=4GB";

    /// <summary>A message and its answer: one commit before the 200, one for what became of the answer.</summary>
    private static readonly Use s_turn = new(Commits: 2, Statements: 6, Wal: 2_600, GrainCalls: 2, Allocated: 138_000);

    /// <summary>What became of the answer later, one webhook each.</summary>
    private static readonly Use s_status = new(Commits: 1, Statements: 2, Wal: 170, GrainCalls: 0.05, Allocated: 42_000);

    [Fact]
    public async Task A_turn_and_a_status_cost_no_more_than_their_budgets()
    {
        var postgres = await PostgresDatabase.StartAsync(Server);
        await using var system = await MogamboSystem.StartAsync(
            postgres,
            new Dictionary<string, string> { ["Mogambo__Metrics__Meters__0"] = "Microsoft.Orleans", ["Mogambo__Accounts__0__EventFeed"] = "false" },
            // The statuses come from here instead, one after another.
            simulator => simulator.StatusDelay = "3600000");
        await using var database = postgres.Connect();
        await database.OpenAsync(TestContext.Current.CancellationToken);
        await ExecuteAsync(database, "create extension pg_stat_statements");

        await TurnsAsync(system, database, 0, WarmUp);
        var before = await Use.SoFarAsync(database, system.Mogambo);
        await TurnsAsync(system, database, WarmUp, Measured);
        var turn = (await Use.SoFarAsync(database, system.Mogambo)).Since(before, Measured);

        var statuses = await StatusesAsync(system);
        await PostAsync(system, statuses[..WarmUp]);
        before = await Use.SoFarAsync(database, system.Mogambo);
        await PostAsync(system, statuses[WarmUp..]);
        var status = (await Use.SoFarAsync(database, system.Mogambo)).Since(before, statuses.Length - WarmUp);

        output.WriteLine($"A turn: {turn}\nA status: {status}");
        AssertWithin(s_turn, turn, "turn");
        AssertWithin(s_status, status, "status");
    }

    private static void AssertWithin(Use budget, Use used, string what)
    {
        // A budget that nothing comes near would hold whatever is counted.
        Assert.Equal(budget.Commits, used.Commits, 0.01);
        Assert.InRange(used.Statements, budget.Statements * 0.9, budget.Statements * Tolerance);
        Assert.True(used.GrainCalls <= budget.GrainCalls * Tolerance, $"{used.GrainCalls:0.00} grain calls a {what}, the budget is {budget.GrainCalls}");
        Assert.True(used.Wal <= budget.Wal * Tolerance, $"{used.Wal:0} bytes of write-ahead log a {what}, the budget is {budget.Wal}");
        Assert.True(used.Allocated <= budget.Allocated * Tolerance, $"{used.Allocated:0} bytes allocated a {what}, the budget is {budget.Allocated}");
    }

    /// <summary>A hundred users take turns; each is answered, and the answer's outcome stored, before the next writes.</summary>
    private static async Task TurnsAsync(MogamboSystem system, DbConnection database, int first, int count)
    {
        for (var n = first; n < first + count; n++)
        {
            await system.WriteAsync(string.Create(CultureInfo.InvariantCulture, $"1555040{n % 100:0000}"), new { text = $"n{n}" });
            while (await ScalarAsync(database, "select count(*) from message where direction = 1 and accepted_at is not null") <= n)
            {
            }
        }
    }

    /// <summary>A "sent" of every answer, as WhatsApp reports it.</summary>
    private static async Task<byte[][]> StatusesAsync(MogamboSystem system) => [.. (await system.SendsAsync()).Select(send => Encoding.UTF8.GetBytes($$$"""
        {"object":"whatsapp_business_account","entry":[{"id":"{{{MogamboProcess.AccountId}}}","changes":[{"field":"messages","value":{"messaging_product":"whatsapp",
        "metadata":{"phone_number_id":"{{{MogamboProcess.PhoneNumberId}}}"},"statuses":[{"id":"{{{send.GetProperty("id").GetString()}}}","status":"sent",
        "timestamp":"{{{TimeProvider.System.GetUtcNow().ToUnixTimeSeconds()}}}","recipient_id":"{{{send.GetProperty("user").GetString()}}}",
        "biz_opaque_callback_data":"{{{send.GetProperty("opaque").GetString()}}}"}]}}]}]}
        """))];

    private static async Task PostAsync(MogamboSystem system, IEnumerable<byte[]> webhooks)
    {
        foreach (var webhook in webhooks)
        {
            using var answer = await system.PostWebhookAsync(webhook);
            answer.EnsureSuccessStatusCode();
        }
    }

    private static async Task<long> ScalarAsync(DbConnection database, string sql)
    {
        await using var command = database.CreateCommand();
        command.CommandText = sql;
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private static async Task ExecuteAsync(DbConnection database, string sql)
    {
        await using var command = database.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }
}

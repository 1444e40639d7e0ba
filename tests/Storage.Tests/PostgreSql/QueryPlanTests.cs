using System.Data.Common;
using Dapper;

namespace Mogambo.Storage.Tests.PostgreSql;

/// <summary>Which plans the connections ask for. A plan for the average value reads whole tables where the real value is at the edge of an index.</summary>
public sealed class QueryPlanTests(PostgreSqlFixture fixture) : IClassFixture<PostgreSqlFixture>
{
    [Fact]
    public async Task Lists_and_look_ups_are_planned_for_the_values_they_come_with()
    {
        var database = fixture.Store.Database;

        Assert.Equal("force_custom_plan", await database.ReadAsync(ModeAsync, Cancellation));
        Assert.Equal("force_custom_plan", await database.WriteAsync(transaction => ModeAsync(transaction.Connection!), Cancellation));
    }

    private static async Task<string?> ModeAsync(DbConnection connection) => await connection.ExecuteScalarAsync<string>("show plan_cache_mode");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;
}

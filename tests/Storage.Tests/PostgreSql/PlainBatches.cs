using Mogambo.Storage.GroupCommit;
using Mogambo.Storage.PostgreSql;
using Npgsql;

namespace Mogambo.Storage.Tests.PostgreSql;

/// <summary>Batches in one round trip, as the writer does them, on a connection of the test's own.</summary>
internal static class PlainBatches
{
    public static async Task WriteAsync(PostgreSqlFixture fixture, WriteBatch batch)
    {
        await using var connection = await OpenAsync(fixture);
        await AddNumbersAsync(connection, batch);
        PostgreSqlPlainBatch.Write(new PostgreSqlFunctions(connection), batch, Some.Now);
    }

    /// <summary>As the writer does before: a claim locks the row of its number.</summary>
    public static async Task AddNumbersAsync(NpgsqlConnection connection, WriteBatch batch)
    {
        await using var numbers = new NpgsqlCommand("insert into number (phone_number_id) select unnest($1::text[]) on conflict do nothing", connection)
        {
            Parameters = { new() { Value = batch.Numbers.ToArray() } },
        };
        await numbers.ExecuteNonQueryAsync(Cancellation);
    }

    /// <summary>With the plans of batches.</summary>
    public static async Task<NpgsqlConnection> OpenAsync(PostgreSqlFixture fixture)
    {
        var connection = new NpgsqlConnection(PostgreSqlConnectionString.OfBatches(PostgreSqlConnectionString.Complete(fixture.Options.ConnectionString + ";Pooling=false")));
        await connection.OpenAsync(Cancellation);
        return connection;
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;
}

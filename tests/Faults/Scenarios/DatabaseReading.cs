using System.Globalization;
using Dapper;
using Npgsql;

namespace Mogambo.Faults.Scenarios;

/// <summary>Looks into the product's database, past every link, on a connection of its own.</summary>
internal static class DatabaseReading
{
    public static async Task<long> CountAsync(string connectionString, string sql)
    {
        await using var database = new NpgsqlConnection(connectionString + ";Pooling=false");
        return Convert.ToInt64(await database.ExecuteScalarAsync(sql), CultureInfo.InvariantCulture);
    }

    /// <summary>Rows of a name and a count.</summary>
    public static async Task<IReadOnlyList<(string What, long Count)>> CountsAsync(string connectionString, string sql)
    {
        await using var database = new NpgsqlConnection(connectionString + ";Pooling=false");
        return [.. await database.QueryAsync<(string, long)>(sql)];
    }
}

using Mogambo.Storage.PostgreSql;
using Npgsql;

namespace Mogambo.Storage.Tests.PostgreSql;

/// <summary>What the operator leaves open gets the product's defaults, and nothing else changes.</summary>
public sealed class ConnectionStringTests
{
    [Fact]
    public void What_is_left_open_is_completed()
    {
        var completed = new NpgsqlConnectionStringBuilder(PostgreSqlConnectionString.Complete("Host=db;Database=mogambo"));

        Assert.Equal((5, 5, 10, 20), (completed.Timeout, completed.CommandTimeout, completed.KeepAlive, completed.MaxPoolSize));
        Assert.Equal((64, "mogambo", GssEncryptionMode.Disable), (completed.MaxAutoPrepare, completed.ApplicationName, completed.GssEncryptionMode));
    }

    [Fact]
    public void What_the_operator_says_stays()
    {
        var completed = new NpgsqlConnectionStringBuilder(PostgreSqlConnectionString.Complete("Host=db;CommandTimeout=7;Maximum Pool Size=100;Timeout=15"));

        Assert.Equal((7, 100, 15), (completed.CommandTimeout, completed.MaxPoolSize, completed.Timeout));
    }
}

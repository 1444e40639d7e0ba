using System.Data.Common;
using Mogambo.Storage.PostgreSql;
using Npgsql;

namespace Mogambo.Storage.Clustering;

/// <summary>
/// How Orleans reaches the list of the cluster's members, which lies in the main database. The connections are its own: a silo that finds none
/// free would be taken for dead just when there is most to do.
/// </summary>
public sealed class ClusterDatabase : IAsyncDisposable
{
    /// <summary>The provider's name for the driver.</summary>
    public const string Invariant = "Npgsql";

    private const int MaxConnections = 3;

    private readonly NpgsqlDataSource _source;

    /// <exception cref="StorageStartupException">The connection string is not one of PostgreSQL.</exception>
    public ClusterDatabase(StorageOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(PostgreSqlConnectionString.Complete(options.ConnectionString))
        {
            MaxPoolSize = MaxConnections,
            ApplicationName = "mogambo-cluster",
        });
    }

    public DbDataSource DataSource => _source;

    public ValueTask DisposeAsync() => _source.DisposeAsync();
}

using Npgsql;

namespace Mogambo.Storage.PostgreSql;

/// <summary>The operator's connection string with defaults for what it leaves open.</summary>
internal static class PostgreSqlConnectionString
{
    private static readonly (string Key, object Value)[] Defaults =
    [
        // A negotiation with every new connection that hangs where there is no Kerberos.
        ("GSS Encryption Mode", "Disable"),
        // A webhook is answered within five seconds, with 503 if it must be.
        ("Timeout", 5),
        ("Command Timeout", 5),
        ("Keepalive", 10),
        ("Maximum Pool Size", 20),
        // One writer, one reader and the queries of lists: every statement has a constant text.
        ("Max Auto Prepare", 64),
        ("Auto Prepare Min Usages", 2),
        ("Application Name", "mogambo"),
        // Nobody leaves anything behind in a session, so nothing need be reset in front of every read.
        ("No Reset On Close", true),
    ];

    // What the caller gave up on long ago, and what a process left open that was stopped in a transaction, holds no locks for ever.
    private const string Limits = "-c statement_timeout=60s -c idle_in_transaction_session_timeout=30s";

    // The statements of batches join a short list to big tables by key, always: a plan for the average, or a scan because a table was small
    // when the plan was made, would be wrong later. And a process that stands still in the middle of a batch must not keep its locks:
    // whoever waits for one of them holds up everything that is in a batch with him.
    // Whoever waited for a lock must see what was committed meanwhile, whatever the database's default is.
    private const string LimitsOfBatches =
        "-c default_transaction_isolation=read\\ committed -c plan_cache_mode=force_generic_plan -c enable_hashjoin=off -c enable_mergejoin=off -c enable_seqscan=off -c idle_in_transaction_session_timeout=3s";

    // Everything else is planned for the values it comes with: the average of "due until now" would be a third of the table, read as a whole twice a second.
    private const string LimitsOfQueries = "-c plan_cache_mode=force_custom_plan";

    // A change of the schema may take long, but waits for nobody's lock for long: every statement that comes later would wait behind it.
    private const string LimitsOfMigrations = "-c statement_timeout=0 -c lock_timeout=10s";

    /// <summary>For batches of reads and writes.</summary>
    /// <param name="complete">A connection string of <see cref="Complete"/>.</param>
    public static string OfBatches(string complete) => With(complete, builder => builder.Options = $"{builder.Options} {LimitsOfBatches}");

    /// <summary>For lists, look-ups and writes of their own.</summary>
    /// <param name="complete">A connection string of <see cref="Complete"/>.</param>
    public static string OfQueries(string complete) => With(complete, builder => builder.Options = $"{builder.Options} {LimitsOfQueries}");

    /// <summary>For changes of the schema: one connection that is not kept.</summary>
    /// <exception cref="StorageStartupException">It is not a connection string.</exception>
    public static string OfMigrations(string connectionString) =>
        With(Complete(connectionString), builder => (builder.Pooling, builder.Options) = (false, $"{builder.Options} {LimitsOfMigrations}"));

    private static string With(string connectionString, Action<NpgsqlConnectionStringBuilder> change)
    {
        var builder = new NpgsqlConnectionStringBuilder(connectionString);
        change(builder);
        return builder.ConnectionString;
    }

    /// <exception cref="StorageStartupException">It is not a connection string.</exception>
    public static string Complete(string connectionString)
    {
        try
        {
            var builder = new NpgsqlConnectionStringBuilder(connectionString);
            foreach (var (key, value) in Defaults)
            {
                // ContainsKey is true of every key that the driver knows, whether it is there or not.
                if (!builder.ShouldSerialize(key))
                {
                    builder[key] = value;
                }
            }

            // Of two that say the same the later one counts, which is the operator's.
            builder.Options = $"{Limits} {builder.Options}".TrimEnd();
            return builder.ConnectionString;
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException)
        {
            // The reason may quote the string, and the string holds a password.
            throw new StorageStartupException(
                "Storage:ConnectionString is not a PostgreSQL connection string (Host=…;Database=…;Username=…;Password=…).");
        }
    }
}

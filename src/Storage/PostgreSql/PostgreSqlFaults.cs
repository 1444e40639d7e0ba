using System.Net.Sockets;
using Mogambo.Storage.GroupCommit;
using Npgsql;

namespace Mogambo.Storage.PostgreSql;

/// <summary>What PostgreSQL's errors mean for a batch.</summary>
internal static class PostgreSqlFaults
{
    public static Fault Classify(Exception exception) => exception switch
    {
        FailpointException or WrittenException => Fault.Uncertain,
        OvertakenException => Fault.Retry,
        PostgresException { SqlState: var state } => OfState(state),
        NpgsqlException or IOException or SocketException or TimeoutException or ObjectDisposedException or OperationCanceledException
            => Fault.Lost,
        // The driver's word for a connection that broke between two commands.
        InvalidOperationException => Fault.Lost,
        _ => Fault.Row,
    };

    private static Fault OfState(string state) => state switch
    {
        PostgresErrorCodes.DeadlockDetected
            or PostgresErrorCodes.SerializationFailure
            or PostgresErrorCodes.LockNotAvailable => Fault.Retry,
        PostgresErrorCodes.UniqueViolation => Fault.Race,
        // A statement that took too long: nothing was written, but the next one would wait for the same.
        PostgresErrorCodes.QueryCanceled => Fault.Lost,
        // We stood still in the middle of a batch, and the database took its locks back.
        "25P03" => Fault.Lost,
        // A stand-by after a failover.
        PostgresErrorCodes.ReadOnlySqlTransaction => Fault.Lost,
        // Connection exceptions, no resources (memory, disk, connections), operator intervention, system errors.
        ['0', '8', ..] or ['5', '3', ..] or ['5', '7', ..] or ['5', '8', ..] => Fault.Lost,
        // Wrong password or database: they may have been changed under way.
        ['2', '8', ..] or ['3', 'D', ..] => Fault.Lost,
        _ => Fault.Row,
    };
}

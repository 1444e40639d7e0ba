using Microsoft.Data.Sqlite;
using Mogambo.Storage.GroupCommit;
using SQLitePCL;

namespace Mogambo.Storage.Sqlite;

/// <summary>What SQLite's errors mean for a batch.</summary>
internal static class SqliteFaults
{
    public static Fault Classify(Exception exception) => exception switch
    {
        FailpointException => Fault.Uncertain,
        SqliteException { SqliteErrorCode: raw.SQLITE_BUSY or raw.SQLITE_LOCKED } => Fault.Retry,
        SqliteException
        {
            SqliteErrorCode: raw.SQLITE_CONSTRAINT or raw.SQLITE_TOOBIG or raw.SQLITE_MISMATCH or raw.SQLITE_RANGE or raw.SQLITE_ERROR
        } => Fault.Row,
        // Disk full, input and output errors, no permission, no file, not a database any more.
        SqliteException or IOException or ObjectDisposedException or OperationCanceledException => Fault.Lost,
        // The driver's word for a connection that is closed.
        InvalidOperationException => Fault.Lost,
        _ => Fault.Row,
    };
}

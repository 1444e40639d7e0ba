using System.Data.Common;
using Mogambo.Storage.GroupCommit;

namespace Mogambo.Storage;

/// <summary>What the stores need of a database; one implementation for each dialect.</summary>
internal interface IDatabase : IAsyncDisposable
{
    /// <summary>Appended to a select that takes rows for work, so that two processes take different ones; empty where there is one writer anyway.</summary>
    string SkipLocked { get; }

    /// <summary>Appended to a select of rows that change next, in the order in which everybody locks them; empty where there is one writer anyway.</summary>
    string Lock { get; }

    /// <summary>A condition on the events <c>e</c> that lets through those before which no other can come any more; empty where there is one writer.</summary>
    string SettledEvents { get; }

    /// <summary>Selects transaction and number of a place that what is committed from now on comes after.</summary>
    string EndOfEvents { get; }

    /// <summary>A condition: the column is one of the texts of an array.</summary>
    string IsIn(string column, string parameter);

    /// <summary>Selects the conversations that have an alarm of which <c>wakes_at</c> may know nothing, and its time: <c>id</c>, <c>over_at</c>.</summary>
    string Leased { get; }

    /// <summary>A condition: the bytes of the column contain those of the parameter.</summary>
    string Contains(string column, string parameter);

    /// <summary>Checks the server and brings the schema up to date; safe when several processes do it at once.</summary>
    /// <exception cref="StorageStartupException">It cannot be reached, or may lose what it acknowledged.</exception>
    Task StartAsync(CancellationToken cancellationToken);

    /// <summary>Makes the partitions of the months around <paramref name="now"/>.</summary>
    Task PrepareMonthsAsync(DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Removes messages older than <paramref name="before"/>, as far as that is cheap; the rest goes with a later month.</summary>
    Task RemoveMessagesAsync(DateTimeOffset before, CancellationToken cancellationToken);

    /// <summary>Until the transaction ends no other process starts or changes the schema. It may take long.</summary>
    Task TakeAloneAsync(DbTransaction transaction, CancellationToken cancellationToken);

    /// <summary>No statement of the transaction is ended because it takes long.</summary>
    Task AllowLongAsync(DbTransaction transaction, CancellationToken cancellationToken);

    /// <summary>Whether this transaction is the only one that removes what is old; until it ends no other process does.</summary>
    Task<bool> TryCleanAloneAsync(DbTransaction transaction, CancellationToken cancellationToken);

    /// <summary>Which server this is, and which of its histories: another one after a restore to a point in time. Null where there is none.</summary>
    Task<string?> ReadServerAsync(DbConnection connection, DbTransaction? transaction, CancellationToken cancellationToken);

    /// <summary>How many minutes the oldest transaction of anybody is open that the readers of events wait for; 0 if none is older than five.</summary>
    Task<int> ReadOldestTransactionAsync(CancellationToken cancellationToken);

    /// <summary>Leases that are over ring: those of <paramref name="now"/> or before that were neither given back nor taken again since.</summary>
    Task RingLeasesAsync(DateTimeOffset now, CancellationToken cancellationToken);

    Task<DateTimeOffset> ReadTimeAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Writes all of it in one transaction and sets the results of its requests; throws if it did not commit, or may not have. It blocks the
    /// thread, which is the batches' own; one at a time.
    /// </summary>
    void Write(WriteBatch batch);

    /// <summary>Reads all of it and sets the results. It blocks the thread, which is the batches' own; one at a time.</summary>
    void Read(ReadBatch batch);

    Fault Classify(Exception exception);

    /// <summary>Throws unless the database can be reached.</summary>
    Task ProbeAsync(CancellationToken cancellationToken);

    /// <summary>Reads on a connection of its own, off the caller's thread where the driver blocks.</summary>
    Task<T> ReadAsync<T>(Func<DbConnection, Task<T>> read, CancellationToken cancellationToken);

    /// <summary>A transaction of its own, for the few writes that are not batched. It may run twice, but commits once.</summary>
    Task<T> WriteAsync<T>(Func<DbTransaction, Task<T>> write, CancellationToken cancellationToken);
}

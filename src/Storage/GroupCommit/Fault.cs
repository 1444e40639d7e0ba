namespace Mogambo.Storage.GroupCommit;

/// <summary>What an exception of the database means for the batch it struck.</summary>
internal enum Fault
{
    /// <summary>A deadlock, a lock that was not granted: nothing was written, the same batch may succeed next time.</summary>
    Retry,

    /// <summary>A key exists already that did not a moment ago: nothing was written, and the next try sees what another process wrote.</summary>
    Race,

    /// <summary>A row the database does not take: nothing was written, the batch is split until the bad one fails alone.</summary>
    Row,

    /// <summary>The database is away, or did not answer: nobody knows whether the batch was written.</summary>
    Lost,

    /// <summary>Nobody knows whether the batch was written, but the database is there.</summary>
    Uncertain,
}

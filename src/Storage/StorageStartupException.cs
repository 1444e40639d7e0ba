namespace Mogambo.Storage;

/// <summary>The store cannot start; the message is one sentence for the operator, naming the setting that is wrong.</summary>
public sealed class StorageStartupException(string message, Exception? innerException = null) : Exception(message, innerException)
{
    /// <summary>The server is away or starts itself: a later try may find it.</summary>
    internal bool MayPass { get; init; }
}

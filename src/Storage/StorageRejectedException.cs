namespace Mogambo.Storage;

/// <summary>The database does not take what this one caller wanted to write; nothing of it was written, and trying again will not help.</summary>
public sealed class StorageRejectedException(string message, Exception? innerException = null) : Exception(message, innerException);

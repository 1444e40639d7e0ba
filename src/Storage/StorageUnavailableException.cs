namespace Mogambo.Storage;

/// <summary>The database cannot be reached, or did not say whether a commit took place. Nothing decided on top of it may be acted on.</summary>
public sealed class StorageUnavailableException(string message, Exception? innerException = null) : Exception(message, innerException);

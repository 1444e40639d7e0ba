namespace Mogambo.Storage.Secrets;

/// <summary>A stored secret cannot be opened, or none can be stored. The message is a sentence for the operator that names the setting.</summary>
public sealed class SecretUnreadableException(string message, Exception? innerException = null) : Exception(message, innerException);

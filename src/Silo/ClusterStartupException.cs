namespace Mogambo.Silo;

/// <summary>Why this process cannot be a silo: one sentence for the operator, which names the setting.</summary>
public sealed class ClusterStartupException(string message, Exception? innerException = null) : Exception(message, innerException);

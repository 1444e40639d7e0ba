namespace Mogambo;

/// <summary>Thrown by a <see cref="Failpoint"/> that a test armed; never seen outside tests.</summary>
public sealed class FailpointException(string name) : Exception($"Failpoint {name}.");

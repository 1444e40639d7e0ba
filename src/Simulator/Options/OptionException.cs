namespace Mogambo.Simulator.Options;

/// <summary>A wrong option, said in one sentence that can be shown as it is.</summary>
public sealed class OptionException(string message) : Exception(message);

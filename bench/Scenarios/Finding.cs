namespace Mogambo.Bench.Scenarios;

/// <summary>One figure of a question that is not a rate beside baselines.</summary>
/// <param name="Goal">What it must be, in words; empty where it only informs.</param>
internal sealed record Finding(string Scenario, string What, double Value, string Unit, string Goal = "")
{
    /// <summary>The goal of what must not happen at all: the command fails where it does.</summary>
    public const string None = "none";

    public bool IsViolation => Goal == None && Value != 0;
}

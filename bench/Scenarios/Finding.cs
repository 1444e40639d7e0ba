namespace Mogambo.Bench.Scenarios;

/// <summary>One figure of a question that is not a rate beside baselines.</summary>
/// <param name="Goal">What it must be, in words; empty where it only informs.</param>
internal sealed record Finding(string Scenario, string What, double Value, string Unit, string Goal = "");

namespace Mogambo.Simulator.Faults;

/// <summary>The faults in force. A whole set replaces another at once.</summary>
internal sealed class FaultBoard
{
    private readonly int _seed;
    private volatile FaultRule[] _rules = [];

    public FaultBoard(int seed, IReadOnlyList<FaultRule> rules)
    {
        _seed = seed;
        Replace(rules);
    }

    public IReadOnlyList<FaultRule> Rules => _rules;

    public void Replace(IReadOnlyList<FaultRule> rules)
    {
        foreach (var rule in rules)
        {
            rule.Seed(_seed);
        }

        _rules = [.. rules];
    }

    /// <summary>The rule of this kind that strikes now, if any; asking uses up its count.</summary>
    /// <param name="kind">What would go wrong.</param>
    /// <param name="user">The user it concerns, if one.</param>
    /// <param name="number">The phone number id it concerns.</param>
    /// <param name="mode">Only rules of this mode; null: of any.</param>
    /// <param name="target">What kind of call asks.</param>
    public FaultRule? Draw(FaultKind kind, string? user, string number, string? mode = null, FaultTarget target = FaultTarget.Messages)
    {
        foreach (var rule in _rules)
        {
            if (rule.Kind == kind && rule.Target == target && (mode is null || rule.Mode == mode) && rule.Strikes(user, number))
            {
                return rule;
            }
        }

        return null;
    }
}

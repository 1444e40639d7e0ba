namespace Mogambo.Faults.Checking;

/// <summary>What can be wrong with an item.</summary>
public enum Flaw
{
    /// <summary>It was promised and is not there.</summary>
    Lost,

    /// <summary>It is there and nobody asked for it.</summary>
    Unexpected,

    /// <summary>It is there more than once.</summary>
    Doubled,

    /// <summary>It came before one that stands before it.</summary>
    Inverted,

    /// <summary>It went to somebody else.</summary>
    Misdirected,

    /// <summary>It is uncertain and the product does not say so.</summary>
    Unreported,

    /// <summary>The product calls it uncertain and nothing happened that made it so.</summary>
    Unexplained,

    /// <summary>It still waits though everything is drained.</summary>
    Unfinished,

    /// <summary>Its signature does not fit.</summary>
    Forged,
}

/// <summary>One item that breaks a relation.</summary>
/// <param name="Name">Which rule it breaks, for example <c>acked-not-stored</c>.</param>
/// <param name="Keys">The ids by which its lines and rows are found.</param>
public sealed record Offence(string Relation, Flaw Flaw, string Name, string What, IReadOnlyList<string> Keys);

/// <summary>One promise, held against every item that it concerns.</summary>
public sealed class Relation(string name)
{
    private readonly List<Offence> _offences = [];
    private readonly SortedDictionary<string, int> _notes = new(StringComparer.Ordinal);

    public string Name => name;

    /// <summary>How many items were compared: 0 proves nothing.</summary>
    public int Checked { get; set; }

    /// <summary>Done, though nobody was told so: allowed.</summary>
    public int Recovered { get; set; }

    public IReadOnlyList<Offence> Offences => _offences;

    /// <summary>Further counts of this relation, by name.</summary>
    public IReadOnlyDictionary<string, int> Notes => _notes;

    public bool IsGood => _offences.Count == 0;

    public int Count(Flaw flaw) => _offences.Count(offence => offence.Flaw == flaw);

    public void Report(Flaw flaw, string rule, string what, params IEnumerable<string?> keys) =>
        _offences.Add(new(name, flaw, rule, what, [.. keys.OfType<string>().Distinct()]));

    public void Note(string what, int count = 1) => _notes[what] = _notes.GetValueOrDefault(what) + count;
}

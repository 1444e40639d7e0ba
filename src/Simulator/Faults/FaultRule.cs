namespace Mogambo.Simulator.Faults;

/// <summary>One fault: how often, for whom, and its details. Thread-safe.</summary>
internal sealed class FaultRule(FaultKind kind)
{
    private readonly Lock _gate = new();
    private Random? _random;
    private int? _remaining;

    public FaultKind Kind { get; } = kind;

    /// <summary>Share of the matching requests, 0 to 1.</summary>
    public double Probability { get; init; } = 1;

    /// <summary>How many more times it strikes; null: no end.</summary>
    public int? Count
    {
        get
        {
            lock (_gate)
            {
                return _remaining;
            }
        }

        init => _remaining = value;
    }

    public FaultTarget Target { get; init; }

    public string? User { get; init; }

    public string? Number { get; init; }

    public int Ms { get; init; } = 1000;

    public int Code { get; init; } = 131000;

    public int Http { get; init; } = 400;

    /// <summary>Null only for kinds without modes; html500 is what garbage means when nothing is said.</summary>
    public string? Mode { get => field ?? (Kind == FaultKind.Garbage ? "html500" : Kind == FaultKind.DropAfter ? "reset" : null); init; }

    public int Window { get; init; } = 10;

    /// <summary>Each rule draws from its own source, so one fault's draws never move another's.</summary>
    public void Seed(int seed)
    {
        lock (_gate)
        {
            _random = new Random(unchecked((seed * 31) + (int)Kind));
        }
    }

    public bool Strikes(string? user, string number)
    {
        if ((User is not null && User != user) || (Number is not null && Number != number))
        {
            return false;
        }

        lock (_gate)
        {
            if (_remaining == 0 || (Probability < 1 && (_random ??= new Random(0)).NextDouble() >= Probability))
            {
                return false;
            }

            _remaining--;
            return true;
        }
    }
}

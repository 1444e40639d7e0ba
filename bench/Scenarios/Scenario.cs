using Mogambo.Bench.Machine;

namespace Mogambo.Bench.Scenarios;

internal enum LoadKind
{
    /// <summary>Users write.</summary>
    Webhooks,

    /// <summary>A business sends templates.</summary>
    Sends,
}

/// <summary>One question and those who answer it side by side.</summary>
/// <param name="Unit">What is counted: turn, acknowledgement, send.</param>
internal sealed record Scenario(string Name, string Unit, LoadKind Load)
{
    /// <summary>Beside the product, in the order in which they run.</summary>
    public IReadOnlyList<SubjectKind> Baselines { get; init; } = [];

    public ProductSettings Product { get; init; } = new();

    /// <summary>Statuses in a POST; 0: none.</summary>
    public int Statuses { get; init; }

    /// <summary>Whether every accepted request ends as a message at the instance.</summary>
    public bool IsSent { get; init; } = true;

    /// <summary>Whether what is sent is for tomorrow: accepted, and nothing more.</summary>
    public bool IsScheduled { get; init; }

    /// <summary>The load comes at this share of the highest rate, measured right before, whether or not it is answered in time; null: as fast as it is answered.</summary>
    public double? Share { get; init; }

    public int Connections { get; init; } = 128;

    /// <summary>So many that none of them is written to more than 45 times in a run: from then on a number may write to a user every 6 s only.</summary>
    public int Users { get; init; } = 30_000;

    /// <summary>Every accepted send leaves a row; every turn two.</summary>
    public int RowsPerUnit => Load == LoadKind.Sends ? 1 : IsSent ? 2 : 1;
}

using Mogambo.Bench.Load;

namespace Mogambo.Bench.Machine;

internal enum SubjectKind
{
    /// <summary>Checks and parses, nothing else.</summary>
    Stub,

    /// <summary>Echoes and stores nothing.</summary>
    Null,

    /// <summary>Inserts, acknowledges, echoes from memory.</summary>
    Floor,

    /// <summary>Another gateway, where it is installed.</summary>
    Kannel,

    Product,
}

/// <summary>What is measured: its processes, and its database if it has one on PostgreSQL.</summary>
internal sealed record Subject(string Name, Target Target, IReadOnlyList<ChildProcess> Processes, PostgresUse? Postgres) : IAsyncDisposable
{
    public long ResidentBytes => Processes.Sum(process => process.ResidentBytes);

    public async ValueTask DisposeAsync()
    {
        foreach (var process in Processes)
        {
            await process.DisposeAsync();
        }

        if (Postgres is { } postgres)
        {
            await postgres.DisposeAsync();
        }
    }
}

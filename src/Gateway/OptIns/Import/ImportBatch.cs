using Mogambo.OptIns;
using Mogambo.Storage;
using Mogambo.Storage.OptIns;

namespace Mogambo.Gateway.OptIns.Import;

/// <summary>Rows that are recorded together, in their order; bad ones among them only carry their error.</summary>
internal sealed class ImportBatch
{
    public const int MaxRows = 1000;

    private readonly List<(string? Number, NewOptIn? Entry, string? Error)> _rows = new(MaxRows);

    public int Count => _rows.Count;

    public void Add(string? number, NewOptIn? entry, string? error) => _rows.Add((number, entry, error));

    /// <summary>Returns when the good rows are on disk, with what became of every row.</summary>
    /// <exception cref="StorageUnavailableException">None of them, or it is not known which, are on disk.</exception>
    public async Task<IReadOnlyList<ImportAnswer>> RecordAsync(IOptIns optIns, CancellationToken cancellationToken)
    {
        var entries = _rows.Where(row => row.Entry is not null).Select(row => row.Entry!).ToArray();
        var results = new Queue<OptInResult?>(await RecordAsync(optIns, entries, cancellationToken));
        return [.. _rows.Select(row => row.Entry is { } entry
            ? results.Dequeue() is { } result ? Of(row.Number, entry, result) : new(row.Number, ImportStatus.Error, "the database does not take this row")
            : new ImportAnswer(row.Number, ImportStatus.Error, row.Error))];
    }

    // What the database refuses is found by halves; null stands for it.
    private static async Task<IReadOnlyList<OptInResult?>> RecordAsync(
        IOptIns optIns, ArraySegment<NewOptIn> entries, CancellationToken cancellationToken)
    {
        if (entries.Count == 0)
        {
            return [];
        }

        try
        {
            return await optIns.RecordAsync(entries, cancellationToken);
        }
        catch (StorageRejectedException) when (entries.Count == 1)
        {
            return [null];
        }
        catch (StorageRejectedException)
        {
            var half = entries.Count / 2;
            return
            [
                .. await RecordAsync(optIns, entries[..half], cancellationToken),
                .. await RecordAsync(optIns, entries[half..], cancellationToken),
            ];
        }
    }

    private static ImportAnswer Of(string? number, NewOptIn entry, OptInResult result) => result switch
    {
        { Changed: true } => new(number, entry.Action == OptInAction.OptedIn ? ImportStatus.OptedIn : ImportStatus.OptedOut, null),
        _ when entry.Action == OptInAction.OptedIn && OptOutOf(entry, result.State) is { } optOut => new(
            number,
            ImportStatus.Ignored,
            entry.NeverLiftsOptOut
                ? "the user has opted out, and a row without at never lifts an opt-out: send when they opted in"
                : $"the user opted out at {optOut.At:yyyy-MM-dd'T'HH:mm:ss'Z'}, not before this opt-in"),
        _ => new(number, ImportStatus.Unchanged, null),
    };

    /// <summary>The opt-out that holds where the entry would have opted in; null if none does.</summary>
    private static OptInDecision? OptOutOf(NewOptIn entry, OptInState state) => state.Decisions
        .Where(decision => decision.Action is OptInAction.OptedIn or OptInAction.OptedOut)
        .Where(decision => decision.Number is null || decision.Number == entry.Number)
        .OrderByDescending(decision => decision.At)
        .ThenByDescending(decision => decision.Action)
        .FirstOrDefault() is { Action: OptInAction.OptedOut } optOut ? optOut : null;
}

/// <summary>What became of a row.</summary>
internal sealed record ImportAnswer(string? Number, ImportStatus Status, string? Error);

internal enum ImportStatus
{
    OptedIn,
    OptedOut,
    Unchanged,
    Ignored,
    Error,
}

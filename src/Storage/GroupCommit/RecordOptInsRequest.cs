using Mogambo.Storage.OptIns;

namespace Mogambo.Storage.GroupCommit;

/// <summary>Entries for the ledger of opt-ins.</summary>
internal sealed class RecordOptInsRequest(IReadOnlyList<NewOptIn> entries) : BatchRequest<IReadOnlyList<OptInResult>>
{
    private const int Many = 64;

    private static readonly object Import = new();

    public IReadOnlyList<NewOptIn> Entries { get; } = entries;

    /// <summary>Of imports there is one in a batch: each counts as one request, and they are long.</summary>
    public override IReadOnlyList<object> Keys => Entries.Count > Many ? [Import] : [];
}

namespace Mogambo.Storage.PostgreSql;

/// <summary>Whether a younger transaction than ours wrote a row before we got its lock.</summary>
internal sealed class TransactionOrder
{
    public const string Own = "select pg_current_xact_id()::text::bigint";

    // A row's writer is told by 32 bits, which come round: only one that is a little ahead is younger, not one of long ago.
    private const int MaxAhead = 1_000_000;

    private readonly List<uint> _writers = [];

    public bool WasOvertaken { get; private set; }

    /// <summary>Takes over who wrote a locked row last, its <c>xmin</c>.</summary>
    public void ReadWriter(uint writer) => _writers.Add(writer);

    /// <summary>Takes over our own transaction, after all rows.</summary>
    public void ReadOwn(long transaction) =>
        WasOvertaken = _writers.Exists(writer => unchecked((int)(writer - (uint)transaction)) is > 0 and <= MaxAhead);
}

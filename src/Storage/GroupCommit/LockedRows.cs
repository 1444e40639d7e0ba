using Mogambo.Messages;
using Mogambo.Storage.Conversations;
using Mogambo.Storage.Idempotency;

namespace Mogambo.Storage.GroupCommit;

/// <summary>What the rows that a batch depends on hold; locked until its transaction ends, so nobody can change what was decided on.</summary>
internal sealed class LockedRows
{
    /// <summary>The versions of the conversations that exist.</summary>
    public Dictionary<string, long> Versions { get; } = [];

    /// <summary>The conversations that a template's release may have to wake.</summary>
    public HashSet<string> MayWake { get; } = [];

    /// <summary>The numbers that are parked.</summary>
    public Dictionary<string, NumberPark> Parks { get; } = [];

    public BatchTemplates Templates { get; } = new();

    public BatchOptIns OptIns { get; } = new();

    public BatchPortfolios Portfolios { get; } = new();

    /// <summary>The callers' keys of the batch that are stored already.</summary>
    public Dictionary<IdempotencyRef, IdempotencyKey> UsedKeys { get; } = [];

    public Dictionary<MessageId, MessageRow> Messages { get; } = [];

    /// <summary>The messages of the batch that were to be new and exist already.</summary>
    public HashSet<MessageId> Duplicates { get; } = [];
}

using Mogambo.Storage.Inbox;

namespace Mogambo.Storage.GroupCommit;

/// <summary>Changes to keep until their conversation takes them.</summary>
internal sealed class AddToInboxRequest(IReadOnlyList<NewInboxChange> changes, Guid owner, DateTimeOffset claimedUntil)
    : BatchRequest<bool>
{
    public IReadOnlyList<NewInboxChange> Changes { get; } = changes;

    public Guid Owner { get; } = owner;

    public DateTimeOffset ClaimedUntil { get; } = claimedUntil;
}

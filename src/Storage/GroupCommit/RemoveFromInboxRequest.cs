namespace Mogambo.Storage.GroupCommit;

/// <summary>Rows of the inbox that took effect.</summary>
internal sealed class RemoveFromInboxRequest(IReadOnlyList<long> ids) : BatchRequest<bool>
{
    public IReadOnlyList<long> Ids { get; } = ids;
}

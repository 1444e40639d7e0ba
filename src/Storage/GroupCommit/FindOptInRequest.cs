using Mogambo.Storage.OptIns;

namespace Mogambo.Storage.GroupCommit;

/// <summary>A user's opt-in to read.</summary>
internal sealed class FindOptInRequest(OptInKey key) : BatchRequest<OptInState>
{
    public OptInKey Key { get; } = key;
}

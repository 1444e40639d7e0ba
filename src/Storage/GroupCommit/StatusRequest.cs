using Mogambo.Messages;
using Mogambo.Storage.Conversations;

namespace Mogambo.Storage.GroupCommit;

/// <summary>A status to apply to its message.</summary>
internal sealed class StatusRequest(StatusUpdate status) : BatchRequest<StatusResult>
{
    public StatusUpdate Status { get; } = status;

    public int Rank { get; } = MessageRank.Of(status.Attempt.Number, status.Status);
}

using Mogambo.Conversations;
using Mogambo.Storage.Messages;

namespace Mogambo.Storage.GroupCommit;

/// <summary>The newest messages of a conversation that were stored before a moment.</summary>
internal sealed class HistoryRequest(ConversationId id, DateTimeOffset before, int limit) : BatchRequest<IReadOnlyList<StoredMessage>>
{
    public string Conversation { get; } = id.ToString();

    public long Before { get; } = before.ToUnixTimeMilliseconds();

    public int Limit { get; } = limit;
}

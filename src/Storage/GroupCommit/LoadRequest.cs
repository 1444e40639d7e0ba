using Mogambo.Conversations;
using Mogambo.Storage.Conversations;

namespace Mogambo.Storage.GroupCommit;

/// <summary>A conversation to load.</summary>
internal sealed class LoadRequest(ConversationId id) : BatchRequest<StoredConversation?>
{
    public string Conversation { get; } = id.ToString();
}

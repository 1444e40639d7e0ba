using Mogambo.Conversations;

namespace Mogambo.Storage.GroupCommit;

/// <summary>A bot's context of a conversation.</summary>
internal sealed class BotContextRequest(ConversationId id) : BatchRequest<byte[]?>
{
    public string Conversation { get; } = id.ToString();
}

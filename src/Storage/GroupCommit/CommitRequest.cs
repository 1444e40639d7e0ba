using Mogambo.Storage.Conversations;

namespace Mogambo.Storage.GroupCommit;

/// <summary>A turn of a conversation to write.</summary>
internal sealed class CommitRequest(ConversationCommit commit) : BatchRequest<CommitResult>
{
    public ConversationCommit Commit { get; } = commit;

    public string Conversation { get; } = commit.Id.ToString();

    /// <summary>Two commits of a conversation, or of one new message, must see each other: never in one transaction.</summary>
    public override IEnumerable<object> Keys => Commit.NewMessages.Select(message => (object)message.Key.Id).Prepend(Conversation);
}

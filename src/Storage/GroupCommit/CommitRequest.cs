using Mogambo.Storage.Conversations;
using Mogambo.Storage.Idempotency;

namespace Mogambo.Storage.GroupCommit;

/// <summary>A turn of a conversation to write.</summary>
internal sealed class CommitRequest(ConversationCommit commit) : BatchRequest<CommitResult>
{
    public ConversationCommit Commit { get; } = commit;

    public string Conversation { get; } = commit.Id.ToString();

    /// <summary>Two commits of a conversation, of one new message, or of one caller's key must see each other: never in one transaction.</summary>
    public override IEnumerable<object> Keys
    {
        get
        {
            var keys = Commit.NewMessages.Select(message => (object)message.Key.Id).Prepend(Conversation);
            return Commit.Idempotency is { } key ? keys.Append(IdempotencyRef.Of(key)) : keys;
        }
    }
}

using Mogambo.Storage.Conversations;
using Mogambo.Storage.Idempotency;

namespace Mogambo.Storage.GroupCommit;

/// <summary>A turn of a conversation to write.</summary>
internal sealed class CommitRequest(ConversationCommit commit) : BatchRequest<CommitResult>
{
    private object[]? _keys;

    public ConversationCommit Commit { get; } = commit;

    public string Conversation { get; } = commit.Id.ToString();

    /// <summary>Two commits of a conversation, of one new message, or of one caller's key must see each other: never in one transaction.</summary>
    public override IReadOnlyList<object> Keys => _keys ??= KeysOf(Commit, Conversation);

    private static object[] KeysOf(ConversationCommit commit, string conversation)
    {
        var keys = new object[commit.NewMessages.Count + (commit.Idempotency is null ? 1 : 2)];
        keys[0] = conversation;
        for (var i = 0; i < commit.NewMessages.Count; i++)
        {
            keys[i + 1] = commit.NewMessages[i].Key.Id;
        }

        if (commit.Idempotency is { } key)
        {
            keys[^1] = IdempotencyRef.Of(key);
        }

        return keys;
    }
}

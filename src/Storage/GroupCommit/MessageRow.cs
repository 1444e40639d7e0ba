using Mogambo.Accounts;
using Mogambo.Conversations;
using Mogambo.Messages;

namespace Mogambo.Storage.GroupCommit;

/// <summary>What a transaction reads of a message's row after it has locked it.</summary>
internal sealed record MessageRow(
    MessageId Id, AccountId Account, string Number, ConversationId Conversation, int Attempt, int Rank, MessagePhase Phase, MessageId? InReplyTo);

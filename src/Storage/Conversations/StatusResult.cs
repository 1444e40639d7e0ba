using Mogambo.Conversations;
using Mogambo.Messages;

namespace Mogambo.Storage.Conversations;

/// <summary>What a status found.</summary>
/// <param name="Conversation">Whose message it is; null if there is no such message of that number.</param>
/// <param name="Moved">Whether the row went forward.</param>
/// <param name="PhaseBefore">Where the message stood with us: a conversation that holds it as <c>unknown</c> wants to hear.</param>
/// <param name="InReplyTo">The message of the user that it answers, if it does.</param>
public readonly record struct StatusResult(ConversationId? Conversation, bool Moved, MessagePhase PhaseBefore, MessageId? InReplyTo = null);

using Mogambo.Accounts;
using Mogambo.Conversations;

namespace Mogambo.Storage.Conversations;

/// <summary>A conversation as lists and look-ups show it.</summary>
public sealed record ConversationView(ConversationId Id, AccountId Account, ConversationSummary Summary);

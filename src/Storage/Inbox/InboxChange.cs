using Mogambo.Accounts;
using Mogambo.Conversations;

namespace Mogambo.Storage.Inbox;

/// <summary>Changes of one conversation that wait in the inbox, in order. The payload is the gateway's own JSON.</summary>
public sealed record NewInboxChange(AccountId Account, ConversationId Conversation, byte[] Payload);

/// <summary>A claimed row of the inbox.</summary>
/// <param name="Tries">How often it was claimed, this time included.</param>
public sealed record InboxChange(long Id, AccountId Account, ConversationId Conversation, byte[] Payload, int Tries)
{
    /// <summary>Added by the process that claims it now, and not taken over from another.</summary>
    public bool IsOwn { get; init; }
}

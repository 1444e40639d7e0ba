using Mogambo.Accounts;
using Mogambo.Conversations;

namespace Mogambo.Numbers;

/// <summary>
/// Shares a number's messages per second (fact sheet 13) among all its conversations in all processes.
/// </summary>
internal interface INumberThroughput
{
    /// <summary>
    /// Whether a message of this number may be claimed now. If not, the conversation stands in a queue and is woken
    /// (<see cref="IConversationGrain.WakeAsync"/>) as soon as there is a place kept for it; should this process die, the conversation must
    /// come again by its own <c>due_at</c>. Never blocks; costs no I/O where there is room or no limit.
    /// </summary>
    bool TryTake(BusinessNumber number, ConversationId conversation);
}

using Mogambo.Bots;
using Mogambo.Messages;
using Mogambo.Sending;

namespace Mogambo.Conversations;

/// <summary>One user and one business number, keyed <c>{phone_number_id}/{user}</c>; one turn at a time, in order.</summary>
[GrainInterfaceType("conversation"), Alias("mogambo.conversation")]
public interface IConversationGrain : IGrainWithStringKey
{
    /// <summary>Takes messages of the user, oldest first; returns when they are on disk. A repeat changes nothing.</summary>
    [Alias("receive")]
    Task ReceiveAsync(IReadOnlyList<InboundMessage> messages);

    /// <summary>Takes the bot's answer to a turn; one to a turn that is over is dropped.</summary>
    [Alias("complete-turn")]
    Task CompleteTurnAsync(TurnId turn, BotAnswer answer);

    /// <summary>Takes what became of an attempt; one that the conversation no longer holds is dropped.</summary>
    [Alias("record-outcome")]
    Task RecordOutcomeAsync(AttemptId attempt, SendOutcome outcome);

    /// <summary>Takes a status that needs more than its row: a failure that may be sent again, or news of an unknown attempt.</summary>
    [Alias("record-status")]
    Task RecordStatusAsync(StatusUpdate status);

    /// <summary>
    /// Asks the bot again about a message whose turn had been given up, and removes the dead letter of that turn in the same commit: of
    /// several replays only the first asks. <paramref name="sentAt"/> is the message's own timestamp. False, and nothing happens, if there
    /// is no such message or no bot that can be asked again.
    /// </summary>
    [Alias("replay")]
    Task<bool> ReplayAsync(MessageId message, DateTimeOffset sentAt, Guid deadLetter);

    /// <summary>
    /// Gives the conversation to a person, or back to the bot. What the bot was still to be asked about is then the person's; messages that
    /// come while a person has it are not asked about later.
    /// </summary>
    [Alias("set-handler")]
    Task SetHandlerAsync(bool isHuman);

    /// <summary>
    /// Takes a message that the business sends. Everything that can be known to stand against it is answered now, and then nothing is
    /// stored; what is taken is on disk.
    /// </summary>
    [Alias("send")]
    Task<SendReply> SendAsync(SendRequest request);

    /// <summary>Takes a message back that is not claimed yet.</summary>
    [Alias("cancel")]
    Task<ChangeReply> CancelAsync(MessageId message);

    /// <summary>A person says what became of a message whose outcome is unknown, or has it sent again.</summary>
    [Alias("resolve")]
    Task<ChangeReply> ResolveAsync(MessageId message, Resolution resolution);

    /// <summary>
    /// Erases the conversation: what waits is canceled, turns are dropped, and what is stored goes. False, and only that was done, while a
    /// message is being sent: ask again when its outcome is there, at the latest when its claim has run out.
    /// </summary>
    [Alias("erase")]
    Task<bool> EraseAsync();

    /// <summary>Does what is due. Waking twice is harmless.</summary>
    [Alias("wake")]
    Task WakeAsync();
}

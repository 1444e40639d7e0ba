using Mogambo.Messages;
using Mogambo.Storage.DeadLetters;
using Mogambo.Storage.Messages;
using Mogambo.Storage.Restoring;

namespace Mogambo.Conversations;

/// <summary>
/// The database comes from a backup (ADR 0014): what the state holds as still to be done was probably done afterwards. The first decision
/// on top of a state that is older than the restore does none of it: messages are unknown, turns are dead letters.
/// </summary>
internal sealed partial class Conversation
{
    private const string Restored = "restored";

    private static bool IsOlder(ConversationState before, ConversationContext context) => before.RestoredAt < context.RestoredAt;

    private static ConversationState AfterRestore(ConversationState before, ConversationContext context) => IsOlder(before, context)
        ? before with
        {
            RestoredAt = context.RestoredAt,
            Turns = [],
            Outbox = [.. before.Outbox.Select(entry => entry with
            {
                Phase = MessagePhase.Unknown,
                At = context.Now,
                HeldFor = HeldFor.Nothing,
                IsFromBackup = true,
            })],
        }
        : before;

    private static Dictionary<MessageId, MessageChange> UnknownSinceRestore(ConversationState before, ConversationContext context) => IsOlder(before, context)
        ? before.Outbox.Where(entry => entry.Phase != MessagePhase.Unknown).ToDictionary(entry => entry.Id, entry => new MessageChange
        {
            Id = entry.Id,
            Attempt = entry.Attempt,
            Phase = MessagePhase.Unknown,
            At = context.Now,
            Error = RestorePoint.OutcomeUnknown,
        })
        : [];

    private static List<NewDeadLetter> LettersOfRestore(ConversationState before, ConversationContext context) => IsOlder(before, context)
        ? [.. before.Turns.Select(turn => LetterOf(turn, Restored, "The database was restored from a backup; the bot may have answered after it was taken.", context))]
        : [];

    /// <summary>A message from before the restore that the backup does not know: acknowledged and probably answered, then lost with the rest.</summary>
    private void LeaveToPerson(InboundMessage message, bool isStale)
    {
        if (!isStale && !_state.HandledByHuman && (context.AsksBot || context.InlineBot is not null))
        {
            GiveUp(
                NewTurn(message.Id, message.SentAt),
                Restored,
                "The message came again after the database was restored from a backup; it was probably answered before.");
        }
    }
}

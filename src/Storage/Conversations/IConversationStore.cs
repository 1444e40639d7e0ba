using Mogambo.Accounts;
using Mogambo.Conversations;
using Mogambo.Messages;
using Mogambo.Storage.Messages;

namespace Mogambo.Storage.Conversations;

/// <summary>Where conversations and their messages are kept. Writes return when they are on disk (group commit).</summary>
public interface IConversationStore
{
    /// <summary>The stored conversation, or null if the user never wrote.</summary>
    /// <exception cref="StorageUnavailableException">The database cannot be reached.</exception>
    Task<StoredConversation?> LoadAsync(ConversationId id, CancellationToken cancellationToken = default);

    /// <summary>
    /// Writes all of it or nothing: the state if its version is still the expected one, the messages, the changes of messages. A conflict
    /// is this caller's alone, whoever else was in the batch.
    /// </summary>
    /// <exception cref="StorageUnavailableException">The database cannot be reached, or it is unknown whether the commit took place.</exception>
    Task<CommitResult> CommitAsync(ConversationCommit commit, CancellationToken cancellationToken = default);

    /// <summary>
    /// Moves outbound messages' rows forward by what the instance said, all in one transaction; a row of another number, or none, is left alone. Never
    /// lowers a row; works in any order and before the outcome of the send is stored. Returns what each found, in their order.
    /// </summary>
    /// <exception cref="StorageRejectedException">The database does not take the values of one of them: none was applied.</exception>
    /// <exception cref="StorageUnavailableException">As for <see cref="CommitAsync"/>.</exception>
    Task<IReadOnlyList<StatusResult>> ApplyStatusesAsync(IReadOnlyList<StatusUpdate> statuses, CancellationToken cancellationToken = default);

    /// <inheritdoc cref="ApplyStatusesAsync"/>
    async Task<StatusResult> ApplyStatusAsync(StatusUpdate status, CancellationToken cancellationToken = default) =>
        (await ApplyStatusesAsync([status], cancellationToken))[0];

    /// <summary>The messages with these keys; those that do not exist are left out.</summary>
    Task<IReadOnlyList<StoredMessage>> GetMessagesAsync(IReadOnlyList<MessageKey> keys, CancellationToken cancellationToken = default);

    /// <summary>
    /// The newest messages of a conversation that were stored before <paramref name="before"/>, oldest first: what a bot gets as history.
    /// WhatsApp's own timestamps have whole seconds and come late, so it is the order of storing that tells what was said before.
    /// </summary>
    Task<IReadOnlyList<StoredMessage>> GetHistoryAsync(
        ConversationId id, DateTimeOffset before, int limit, CancellationToken cancellationToken = default);

    /// <summary>The bot's context of a conversation, or null.</summary>
    Task<byte[]?> GetBotContextAsync(ConversationId id, CancellationToken cancellationToken = default);

    /// <summary>
    /// Takes conversations whose <c>due_at</c> has come, at most <paramref name="limit"/>, moving it on by <paramref name="backOff"/> so
    /// that they come again if this process dies before it acts; none if none is due. Rows another process is taking are skipped.
    /// (<c>due_at</c> changes with every turn and has no index; it is found by <c>wakes_at</c>, which is never later and mostly stays.)
    /// </summary>
    Task<IReadOnlyList<ConversationId>> TakeDueAsync(
        DateTimeOffset now, TimeSpan backOff, int limit, CancellationToken cancellationToken = default);

    /// <summary>
    /// Makes those conversations of a number due now that would be due within <paramref name="within"/>, whatever they wait for: who waits for
    /// something else looks and waits on. A second's alarms at a time, so that nobody waits long for their rows.
    /// </summary>
    Task BringForwardAsync(PhoneNumberId number, DateTimeOffset now, TimeSpan within, CancellationToken cancellationToken = default);
}

using System.Data.Common;
using Dapper;
using Mogambo.Storage.Events;

namespace Mogambo.Storage.Restoring;

/// <summary>
/// What a restore changes in the tables: each outbound message that is not final becomes unknown, with its event, and every conversation
/// that waits for anything is woken, so that its state comes to say the same. A conversation that is used before does so by itself.
/// </summary>
internal static class RestoredRows
{
    // Outbound, queued to claimed, and WhatsApp has said nothing of the current attempt.
    private const string NotFinal = "direction = 1 and phase in (1, 2, 3, 4) and rank < attempt * 16 + 1";

    private const string AddEvents = $"""
        insert into event (account, type, subject, message_id, message_at, status, at, recorded_at)
        select account, '{EventType.MessageUnknown}', conversation, id, at, 'unknown', @now, @now from message where {NotFinal}
        """;

    private const string MarkUnknown = $"update message set phase = 5, is_unknown = true, held_for = 0, error = @error where {NotFinal}";

    private const string WakeAll = "update conversation set due_at = @now, wakes_at = @now where due_at is not null";

    // All of a large database, once: as long as a migration may take.
    private const int Timeout = 600;

    /// <summary>How many messages became unknown.</summary>
    public static async Task<int> MarkAsync(DbTransaction transaction, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var arguments = new { now = now.ToUnixTimeMilliseconds(), error = MessageErrorJson.Of(RestorePoint.OutcomeUnknown) };
        await ExecuteAsync(AddEvents);
        var marked = await ExecuteAsync(MarkUnknown);
        await ExecuteAsync(WakeAll);
        return marked;

        Task<int> ExecuteAsync(string sql) => transaction.Connection!.ExecuteAsync(
            new CommandDefinition(sql, arguments, transaction, Timeout, cancellationToken: cancellationToken));
    }
}

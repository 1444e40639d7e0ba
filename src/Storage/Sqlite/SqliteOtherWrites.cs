using Mogambo.Storage.DeadLetters;
using Mogambo.Storage.GroupCommit;
using Mogambo.Storage.WebhookEvents;

namespace Mogambo.Storage.Sqlite;

/// <summary>Writes the inbox, dead letters and webhook events of a batch.</summary>
internal static class SqliteOtherWrites
{
    private const string DeadLetter = """
        insert into dead_letter (id, account, kind, reason, details, raw, conversation, message_id, message_at, created_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
        on conflict (id) do nothing
        """;

    private const string RemoveDeadLetter = "delete from dead_letter where id = $1";

    private const string Event = """
        insert into webhook_event (id, account, field, entry_time, raw, received_at) values ($1, $2, $3, $4, $5, $6)
        on conflict (id) do nothing
        """;

    private const string Inbox = """
        insert into inbox (account, conversation, payload, owner, claimed_until, created_at, due_at, tries, added_by)
        values ($1, $2, $3, $4, $5, $6, 0, 0, $4)
        """;

    private const string RemoveFromInbox = "delete from inbox where id = $1";

    public static async Task WriteAsync(SqliteStatements statements, WriteBatch batch, BatchDecision decision, DateTimeOffset now)
    {
        foreach (var row in DeadLetterRow.Of(batch, decision))
        {
            await statements.ExecuteAsync(
                DeadLetter, row.Id, row.Account, row.Kind, row.Reason, row.Details, row.Raw, row.Conversation, row.MessageId, row.MessageAt,
                row.CreatedAt);
        }

        foreach (var letter in decision.Allowed.SelectMany(request => request.Commit.ReplayedDeadLetters))
        {
            await statements.ExecuteAsync(RemoveDeadLetter, letter.Value);
        }

        foreach (var row in WebhookEventRow.Of(batch))
        {
            await statements.ExecuteAsync(Event, row.Id, row.Account, row.Field, row.EntryTime, row.Raw, row.ReceivedAt);
        }

        foreach (var add in batch.InboxAdds)
        {
            foreach (var change in add.Changes)
            {
                await statements.ExecuteAsync(
                    Inbox, change.Account.Value, change.Conversation.ToString(), change.Payload, add.Owner,
                    add.ClaimedUntil.ToUnixTimeMilliseconds(), now.ToUnixTimeMilliseconds());
            }
        }

        foreach (var id in batch.InboxRemovals)
        {
            await statements.ExecuteAsync(RemoveFromInbox, id);
        }
    }
}

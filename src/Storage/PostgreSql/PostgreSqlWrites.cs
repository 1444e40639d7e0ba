using Mogambo.Storage.DeadLetters;
using Mogambo.Storage.GroupCommit;
using Mogambo.Storage.Inbox;
using Mogambo.Storage.WebhookEvents;

namespace Mogambo.Storage.PostgreSql;

/// <summary>The second round trip of a batch, which ends with its commit: the statements that write what may be written, one for each kind of row.</summary>
internal static class PostgreSqlWrites
{
    public static IEnumerable<PostgreSqlStep> For(WriteBatch batch, BatchDecision decision) =>
    [
        .. PostgreSqlOptInWrites.For(decision.Rows.OptIns, decision.Now),
        .. PostgreSqlConversationWrites.For(decision.Allowed, decision.Now),
        .. PostgreSqlMessageWrites.For(decision.Allowed, decision.Found),
        .. PostgreSqlSendWrites.For(decision),
        .. ForRest(batch, decision),
        .. PostgreSqlTemplateWrites.For(decision.Rows.Templates, decision.Rows.MayWake, decision.Now),
        .. PostgreSqlEventWrites.For(decision.Events.Rows),
    ];

    /// <summary>Dead letters, webhook events and the inbox.</summary>
    public static IEnumerable<PostgreSqlStep> ForRest(WriteBatch batch, BatchDecision decision)
    {
        if (DeadLetterRow.Of(batch, decision).ToList() is { Count: > 0 } letters)
        {
            yield return DeadLetters(letters);
        }

        if (decision.Allowed.SelectMany(request => request.Commit.ReplayedDeadLetters).ToList() is { Count: > 0 } replayed)
        {
            yield return new Unnest<DeadLetterId>(replayed).Uuid(letter => letter.Value).Step("delete from dead_letter where id = any($1)");
        }

        if (WebhookEventRow.Of(batch).ToList() is { Count: > 0 } events)
        {
            yield return Events(events);
        }

        if (batch.InboxAdds.SelectMany(add => add.Changes.Select(change => (add, change))).ToList() is { Count: > 0 } changes)
        {
            yield return InboxAdds(changes, decision.Now.ToUnixTimeMilliseconds());
        }

        if (batch.InboxRemovals.Count > 0)
        {
            yield return new Unnest<long>(batch.InboxRemovals).BigInt(id => id).Step("delete from inbox where id = any($1)");
        }
    }

    private static PostgreSqlStep DeadLetters(IReadOnlyList<DeadLetterRow> rows) => new Unnest<DeadLetterRow>(rows)
        .Uuid(row => row.Id).Text(row => row.Account).SmallInt(row => row.Kind).Text(row => row.Reason).Text(row => row.Details)
        .Bytes(row => row.Raw).Text(row => row.Conversation).NullableUuid(row => row.MessageId).BigInt(row => row.MessageAt)
        .BigInt(row => row.CreatedAt)
        .Step("""
            insert into dead_letter (id, account, kind, reason, details, raw, conversation, message_id, message_at, created_at)
            select * from unnest($1::uuid[], $2::text[], $3::smallint[], $4::text[], $5::text[], $6::bytea[], $7::text[], $8::uuid[],
                $9::bigint[], $10::bigint[])
            on conflict (id) do nothing
            """);

    private static PostgreSqlStep Events(IReadOnlyList<WebhookEventRow> rows) => new Unnest<WebhookEventRow>(rows)
        .Uuid(row => row.Id).Text(row => row.Account).Text(row => row.Field).BigInt(row => row.EntryTime).Bytes(row => row.Raw)
        .BigInt(row => row.ReceivedAt)
        .Step("""
            insert into webhook_event (id, account, field, entry_time, raw, received_at)
            select * from unnest($1::uuid[], $2::text[], $3::text[], $4::bigint[], $5::bytea[], $6::bigint[])
            on conflict (id) do nothing
            """);

    private static PostgreSqlStep InboxAdds(IReadOnlyList<(AddToInboxRequest Add, NewInboxChange Change)> rows, long now) =>
        new Unnest<(AddToInboxRequest Add, NewInboxChange Change)>(rows)
            .Text(row => row.Change.Account.Value).Text(row => row.Change.Conversation.ToString()).Bytes(row => row.Change.Payload)
            .Uuid(row => row.Add.Owner).BigInt(row => row.Add.ClaimedUntil.ToUnixTimeMilliseconds()).BigInt(_ => now)
            .Step("""
                insert into inbox (account, conversation, payload, owner, claimed_until, created_at, due_at, tries, added_by)
                select account, conversation, payload, owner, claimed_until, created_at, 0, 0, owner
                from unnest($1::text[], $2::text[], $3::bytea[], $4::uuid[], $5::bigint[], $6::bigint[]) with ordinality
                    as row(account, conversation, payload, owner, claimed_until, created_at, place)
                order by place
                """);
}

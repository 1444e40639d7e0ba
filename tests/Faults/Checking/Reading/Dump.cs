using System.Data.Common;
using Dapper;

namespace Mogambo.Faults.Checking.Reading;

/// <summary>What the database says, read at once (one snapshot) and as plain rows.</summary>
public sealed class Dump
{
    public List<MessageRow> Messages { get; init; } = [];

    public List<ConversationRow> Conversations { get; init; } = [];

    public List<DeadLetterRow> DeadLetters { get; init; } = [];

    public List<IdempotencyRow> Idempotency { get; init; } = [];

    public List<EventRow> Events { get; init; } = [];

    public List<SubscriptionRow> Subscriptions { get; init; } = [];

    public List<DeliveryRow> Deliveries { get; init; } = [];

    public List<OptInRow> OptIns { get; init; } = [];

    /// <summary>Accepted webhooks that no conversation has taken yet.</summary>
    public long Inbox { get; set; }

    public static async Task<Dump> ReadAsync(DbConnection database, CancellationToken cancellationToken = default)
    {
        if (database.State != System.Data.ConnectionState.Open)
        {
            await database.OpenAsync(cancellationToken);
        }

        await using var snapshot = await database.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, cancellationToken);
        async Task<List<T>> RowsAsync<T>(string sql) =>
            (await database.QueryAsync<T>(new CommandDefinition(sql, transaction: snapshot, commandTimeout: 120, cancellationToken: cancellationToken))).AsList();

        return new()
        {
            Messages = await RowsAsync<MessageRow>("""
                select id, at, account, phone_number_id as "Number", conversation, direction::integer, wamid, phase::integer, attempt, rank,
                    sent_at as SentAt, delivered_at as DeliveredAt, read_at as ReadAt, played_at as PlayedAt, failed_at as FailedAt, error,
                    in_reply_to as InReplyTo, reference, is_stale as IsStale, possible_duplicate as PossibleDuplicate, created_at as CreatedAt
                from message
                """),
            Conversations = await RowsAsync<ConversationRow>("""
                select id, user_id as UserId, wa_id as WaId, business_scoped_user_id as BusinessScopedUserId, handled_by_human as HandledByHuman
                from conversation
                """),
            DeadLetters = await RowsAsync<DeadLetterRow>("select id, kind::integer, message_id as MessageId, encode(raw, 'escape') as Raw from dead_letter"),
            Idempotency = await RowsAsync<IdempotencyRow>("select account, key, message_id as MessageId from idempotency"),
            Events = await RowsAsync<EventRow>("""
                select account, xid, id, type, message_id as MessageId, status, recorded_at as RecordedAt from event
                """),
            Subscriptions = await RowsAsync<SubscriptionRow>("select id, account, events, status::integer, created_at as CreatedAt from subscription"),
            Deliveries = await RowsAsync<DeliveryRow>("select event_transaction as Xid, event_number as Number, state::integer from delivery"),
            OptIns = await RowsAsync<OptInRow>("""
                select account, user_id as UserId, action::integer, evidence, recorded_at as RecordedAt from opt_in_entry
                """),
            Inbox = (await RowsAsync<long>("select count(*) from inbox"))[0],
        };
    }
}

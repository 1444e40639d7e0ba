namespace Mogambo.Storage.Subscriptions;

/// <summary>The statements of deliveries; both databases take them as they are.</summary>
internal static class DeliverySql
{
    // A replay that moved the cursor meanwhile wins; a stop is only of what was active.
    public const string Advance = """
        update subscription set
            cursor_transaction = case when cursor_transaction = @fromTransaction and cursor_number = @fromNumber then @toTransaction else cursor_transaction end,
            cursor_number = case when cursor_transaction = @fromTransaction and cursor_number = @fromNumber then @toNumber else cursor_number end,
            failing_since = @failingSince,
            reason = case when status = 0 and @stopped <> 0 then @reason else reason end,
            status = case when status = 0 and @stopped <> 0 then @stopped else status end
        where id = @id and owner = @owner
        """;

    public const string Put = Insert + """
         on conflict (subscription, event_transaction, event_number) do update set
            state = excluded.state, tries = excluded.tries, first_failed_at = excluded.first_failed_at,
            last_tried_at = excluded.last_tried_at, next_at = excluded.next_at, last_status = excluded.last_status, last_error = excluded.last_error
        """;

    public const string PutWaiting = Put + " where delivery.state <> 0";

    // Of each due subject the first ones, whichever of them says when it is due: after a replay that may be a later one.
    public const string Due = $"""
        select {SubscriptionRows.DeliveryColumns} from (
            select {SubscriptionRows.DeliveryColumns},
                row_number() over (partition by subject order by event_transaction, event_number) as place
            from delivery where subscription = @id and state = 0 and subject in (
                select subject from delivery where subscription = @id and state = 0 and next_at <= @now
                group by subject order by min(next_at) limit @maxSubjects)
        ) as due where place <= @maxEach order by event_transaction, event_number
        """;

    public const string WakeFirst = """
        update delivery set next_at = @at where subscription = @id and (event_transaction, event_number) = (
            select event_transaction, event_number from delivery where subscription = @id and state = 0 and subject = @subject
            order by event_transaction, event_number limit 1)
        """;

    public const string Forget = """
        delete from delivery where subscription = @id and state <> 0 and (event_transaction, event_number) <= (
            select event_transaction, event_number from delivery where subscription = @id and state <> 0
            order by event_transaction desc, event_number desc limit 1 offset @keep)
        """;

    private const string Insert = """
        insert into delivery (
            subscription, event_transaction, event_number, subject, type, state, tries, first_failed_at, last_tried_at, next_at, last_status, last_error)
        values (@subscription, @transaction, @number, @subject, @type, @state, @tries, @firstFailedAt, @lastTriedAt, @nextAt, @lastStatus, @lastError)
        """;
}

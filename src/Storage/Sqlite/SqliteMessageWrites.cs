using Mogambo.Messages;
using Mogambo.Storage.GroupCommit;
using Mogambo.Storage.Messages;

namespace Mogambo.Storage.Sqlite;

/// <summary>
/// Writes messages: new ones, what turns change of them, and statuses. A rank only rises, of each status the first time is kept, an
/// attempt's wamid is kept until a later attempt has one.
/// </summary>
internal static class SqliteMessageWrites
{
    private const string Insert = """
        insert into message (id, at, account, phone_number_id, conversation, direction, type, content, wamid, phase, attempt, rank,
            held_for, error, in_reply_to, reference, is_stale, possible_duplicate, created_at,
            template, category, country, price_micros, price_currency, price_booked, fallback)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, 0, $18, $19, $20, $21, $22, $23,
            $24, $25)
        """;

    // min(x, null) is null here, unlike PostgreSQL's least.
    private const string Change = """
        update message
        set phase = $3,
            is_unknown = $3 = 5,
            attempt = $4,
            rank = max(rank, $5),
            held_for = $6,
            possible_duplicate = possible_duplicate or $7,
            wamid = case when $8 then $10 when rank / 16 > $4 then wamid else coalesce($10, wamid) end,
            error = case when $8 then $11 when $9 and $5 < rank then error else coalesce($11, error) end,
            type = case when $19 and fallback is not null then 'template' else type end,
            content = case when $19 then coalesce(fallback, content) else content end,
            template = coalesce($18, template),
            category = case when $22 is null or price_booked then category else $20 end,
            country = case when $22 is null or price_booked then country else $21 end,
            price_micros = case when $22 is null or price_booked then price_micros else $22 end,
            price_currency = case when $22 is null or price_booked then price_currency else $23 end,
            price_booked = case when $22 is null or price_booked then price_booked else $24 end,
            accepted_at = min(coalesce(accepted_at, $12), coalesce($12, accepted_at)),
            sent_at = min(coalesce(sent_at, $13), coalesce($13, sent_at)),
            delivered_at = min(coalesce(delivered_at, $14), coalesce($14, delivered_at)),
            read_at = min(coalesce(read_at, $15), coalesce($15, read_at)),
            played_at = min(coalesce(played_at, $16), coalesce($16, played_at)),
            failed_at = min(coalesce(failed_at, $17), coalesce($17, failed_at))
        where id = $1 and at = $2
        """;

    private const string Status = """
        update message
        set rank = max(rank, $3),
            wamid = case when $3 / 16 > rank / 16 or ($3 / 16 = rank / 16 and wamid is null) then $4 else wamid end,
            error = case when $3 > rank then $5 else error end,
            pricing = case when $3 > rank then coalesce($6, pricing) else coalesce(pricing, $6) end,
            category = case when $15 is null or (price_booked and $3 <= rank) then category else $13 end,
            country = case when $15 is null or (price_booked and $3 <= rank) then country else $14 end,
            price_micros = case when $15 is null or (price_booked and $3 <= rank) then price_micros else $15 end,
            price_currency = case when $15 is null or (price_booked and $3 <= rank) then price_currency else $16 end,
            price_booked = case when $15 is null or (price_booked and $3 <= rank) then price_booked else $17 end,
            accepted_at = min(coalesce(accepted_at, $7), coalesce($7, accepted_at)),
            sent_at = min(coalesce(sent_at, $8), coalesce($8, sent_at)),
            delivered_at = min(coalesce(delivered_at, $9), coalesce($9, delivered_at)),
            read_at = min(coalesce(read_at, $10), coalesce($10, read_at)),
            played_at = min(coalesce(played_at, $11), coalesce($11, played_at)),
            failed_at = min(coalesce(failed_at, $12), coalesce($12, failed_at))
        where id = $1 and at = $2
        """;

    public static async Task WriteAsync(SqliteStatements statements, BatchDecision decision)
    {
        foreach (var row in decision.Allowed.SelectMany(NewMessageRow.Of))
        {
            await statements.ExecuteAsync(
                Insert, row.Id, row.At, row.Account, row.Number, row.Conversation, row.Direction, row.Type, row.Content, row.Wamid, row.Phase,
                row.Attempt, row.Rank, row.HeldFor, row.Error, row.InReplyTo, row.Reference, row.IsStale, row.CreatedAt,
                row.Template, row.Price.Category, row.Price.Country, row.Price.Micros, row.Price.Currency, row.Price.IsBooked, row.Fallback);
        }

        foreach (var row in decision.Allowed.SelectMany(request => request.Commit.Changes).Select(change => new MessageChangeRow(change)))
        {
            await statements.ExecuteAsync(
                Change,
                [
                    row.Id, row.At, row.Phase, row.Attempt, row.Rank, row.HeldFor, row.PossibleDuplicate, row.IsClaim, row.HasStatus,
                    row.Wamid, row.Error, .. Times(row.Times), row.Template, row.UsesFallback, .. Price(row.Price),
                ]);
        }

        foreach (var row in decision.Found)
        {
            await statements.ExecuteAsync(
                Status,
                [
                    row.Key.Id.Value, row.Key.At, row.Rank, row.Wamid, row.Error, row.Pricing, .. Times(row.Times),
                    .. Price(new PriceColumns(row.Price)),
                ]);
        }
    }

    private static IEnumerable<object?> Times(StatusTimes times) =>
    [
        times.Of(MessageStatus.Accepted), times.Of(MessageStatus.Sent), times.Of(MessageStatus.Delivered),
        times.Of(MessageStatus.Read), times.Of(MessageStatus.Played), times.Of(MessageStatus.Failed),
    ];

    private static IEnumerable<object?> Price(PriceColumns price) =>
        [price.Category, price.Country, price.Micros, price.Currency, price.IsBooked];
}

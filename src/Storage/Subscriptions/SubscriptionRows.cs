using System.Data.Common;
using Mogambo.Storage.Events;
using Mogambo.Subscriptions;

namespace Mogambo.Storage.Subscriptions;

/// <summary>Subscriptions and deliveries as columns.</summary>
internal static class SubscriptionRows
{
    public const string Columns = """
        id, account, source, url, description, events, secret, previous_secret, previous_secret_until, status, reason, failing_since,
        cursor_transaction, cursor_number, created_at
        """;

    public const string DeliveryColumns = """
        event_transaction, event_number, subject, type, state, tries, first_failed_at, last_tried_at, next_at, last_status, last_error
        """;

    // No pattern holds a blank.
    private const char Between = ' ';

    public static Subscription Read(DbDataReader reader) => new()
    {
        Id = new(RowId.GuidOf(reader.GetValue(0))),
        Account = new(reader.GetString(1)),
        Source = (SubscriptionSource)reader.GetInt32(2),
        Url = reader.GetString(3),
        Description = Text(reader, 4),
        Events = reader.GetString(5).Split(Between),
        Secret = Bytes(reader, 6),
        PreviousSecret = Bytes(reader, 7),
        PreviousSecretUntil = Time(reader, 8),
        Status = (SubscriptionStatus)reader.GetInt32(9),
        Reason = Text(reader, 10),
        FailingSince = Time(reader, 11),
        Cursor = new(reader.GetInt64(12), reader.GetInt64(13)),
        CreatedAt = DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(14)),
    };

    public static Delivery ReadDelivery(DbDataReader reader) =>
        new(new EventCursor(reader.GetInt64(0), reader.GetInt64(1)), reader.GetString(2), reader.GetString(3))
        {
            State = (DeliveryState)reader.GetInt32(4),
            Tries = reader.GetInt32(5),
            FirstFailedAt = Time(reader, 6),
            LastTriedAt = Time(reader, 7),
            NextAt = Time(reader, 8),
            LastStatus = reader.IsDBNull(9) ? null : reader.GetInt32(9),
            LastError = Text(reader, 10),
        };

    public static object Parameters(Subscription subscription) => new
    {
        id = new RowId(subscription.Id.Value),
        account = subscription.Account.Value,
        source = (int)subscription.Source,
        url = CleanText.Of(subscription.Url),
        description = CleanText.Of(subscription.Description),
        events = Join(subscription.Events),
        secret = subscription.Secret,
        status = (int)subscription.Status,
        transaction = subscription.Cursor.Transaction,
        number = subscription.Cursor.Number,
        createdAt = subscription.CreatedAt.ToUnixTimeMilliseconds(),
    };

    public static object Parameters(SubscriptionId subscription, Delivery delivery) => new
    {
        subscription = new RowId(subscription.Value),
        transaction = delivery.Cursor.Transaction,
        number = delivery.Cursor.Number,
        subject = CleanText.Of(delivery.Subject),
        type = CleanText.Of(delivery.Type),
        state = (int)delivery.State,
        tries = delivery.Tries,
        firstFailedAt = delivery.FirstFailedAt?.ToUnixTimeMilliseconds(),
        lastTriedAt = delivery.LastTriedAt?.ToUnixTimeMilliseconds(),
        nextAt = delivery.NextAt?.ToUnixTimeMilliseconds(),
        lastStatus = delivery.LastStatus,
        lastError = CleanText.Of(delivery.LastError),
    };

    public static string Join(IReadOnlyList<string> events) => string.Join(Between, events);

    private static string? Text(DbDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

    private static byte[]? Bytes(DbDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetFieldValue<byte[]>(column);

    private static DateTimeOffset? Time(DbDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(column));
}

using Mogambo.Conversations;
using Mogambo.Messages;

namespace Mogambo.Storage.Messages;

/// <summary>A message's row as the queries read it.</summary>
internal sealed class MessageViewRow
{
    public const string Columns = """
        m.id as Id, m.at as At, m.account as Account, m.conversation as Conversation, m.direction as Direction, m.type as Type,
        m.content as Content, m.wamid as Wamid, m.phase as Phase, m.attempt as Attempt, m.rank as Rank, m.held_for as HeldFor,
        m.accepted_at as AcceptedAt, m.sent_at as SentAt, m.delivered_at as DeliveredAt, m.read_at as ReadAt, m.played_at as PlayedAt,
        m.failed_at as FailedAt, m.error as Error, m.pricing as Pricing, m.in_reply_to as InReplyTo, m.reference as Reference,
        m.is_stale as IsStale, m.possible_duplicate as PossibleDuplicate, m.created_at as CreatedAt,
        m.template as Template, m.category as Category, m.country as Country, m.price_micros as PriceMicros,
        m.price_currency as PriceCurrency, m.price_booked as PriceBooked
        """;

    public RowId Id { get; init; }

    public long At { get; init; }

    public required string Account { get; init; }

    public required string Conversation { get; init; }

    public int Direction { get; init; }

    public required string Type { get; init; }

    public required byte[] Content { get; init; }

    public string? Wamid { get; init; }

    public int Phase { get; init; }

    public int Attempt { get; init; }

    public int Rank { get; init; }

    public int HeldFor { get; init; }

    public long? AcceptedAt { get; init; }

    public long? SentAt { get; init; }

    public long? DeliveredAt { get; init; }

    public long? ReadAt { get; init; }

    public long? PlayedAt { get; init; }

    public long? FailedAt { get; init; }

    public string? Error { get; init; }

    public byte[]? Pricing { get; init; }

    public RowId? InReplyTo { get; init; }

    public string? Reference { get; init; }

    public bool IsStale { get; init; }

    public bool PossibleDuplicate { get; init; }

    public long CreatedAt { get; init; }

    public string? Template { get; init; }

    public string? Category { get; init; }

    public string? Country { get; init; }

    public long? PriceMicros { get; init; }

    public string? PriceCurrency { get; init; }

    public bool PriceBooked { get; init; }

    public MessageView ToView() => new()
    {
        Key = new(new MessageId(Id.Value), At),
        Account = new(Account),
        Conversation = ConversationId.Parse(Conversation),
        Direction = (MessageDirection)Direction,
        Type = Type,
        Content = Content,
        Wamid = Wamid,
        Status = ShownStatus.Of((MessagePhase)Phase, Attempt, Rank),
        HeldFor = (HeldFor)HeldFor,
        Reference = Reference,
        Statuses = [.. Statuses()],
        Error = MessageErrorJson.Parse(Error),
        Pricing = Pricing,
        InReplyTo = InReplyTo is { } id ? new MessageId(id.Value) : null,
        IsStale = IsStale,
        PossibleDuplicate = PossibleDuplicate,
        CreatedAt = DateTimeOffset.FromUnixTimeMilliseconds(CreatedAt),
        Template = Template,
        Price = PriceMicros is { } micros ? new MessagePrice(micros, PriceCurrency!, Category!, Country, PriceBooked) : null,
    };

    private IEnumerable<StatusTime> Statuses()
    {
        (MessageStatus Status, long? At)[] times =
        [
            (MessageStatus.Accepted, AcceptedAt), (MessageStatus.Sent, SentAt), (MessageStatus.Failed, FailedAt),
            (MessageStatus.Delivered, DeliveredAt), (MessageStatus.Read, ReadAt), (MessageStatus.Played, PlayedAt),
        ];
        return times
            .Where(time => time.At is not null)
            .Select(time => new StatusTime(time.Status, DateTimeOffset.FromUnixTimeMilliseconds(time.At!.Value)));
    }
}

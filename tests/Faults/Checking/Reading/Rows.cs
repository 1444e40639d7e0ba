namespace Mogambo.Faults.Checking.Reading;

/// <summary>A row of <c>message</c>. Times are Unix milliseconds.</summary>
public sealed record MessageRow
{
    public Guid Id { get; init; }

    public long At { get; init; }

    public string Account { get; init; } = "";

    public string Number { get; init; } = "";

    public string Conversation { get; init; } = "";

    /// <summary>0 inbound, 1 outbound.</summary>
    public int Direction { get; init; }

    public string? Wamid { get; init; }

    /// <summary>0 received, 1 queued, 2 scheduled, 3 parked, 4 claimed, 5 unknown, 6 settled, 7 failed, 8 canceled, 9 expired.</summary>
    public int Phase { get; init; }

    public int Attempt { get; init; }

    /// <summary>Attempt × 16 + what the instance said of it.</summary>
    public int Rank { get; init; }

    public long? SentAt { get; init; }

    public long? DeliveredAt { get; init; }

    public long? ReadAt { get; init; }

    public long? PlayedAt { get; init; }

    public long? FailedAt { get; init; }

    public string? Error { get; init; }

    public Guid? InReplyTo { get; init; }

    public string? Reference { get; init; }

    public bool IsStale { get; init; }

    public bool PossibleDuplicate { get; init; }

    public long CreatedAt { get; init; }

    public bool IsInbound => Direction == 0;

    /// <summary>The instance said something of the current attempt, which is shown instead of the phase.</summary>
    public bool IsHeard => Rank > Attempt * 16;

    public bool IsUnknown => Phase == 5 && !IsHeard;

    /// <summary>What the instance said last: a place of <see cref="StatusWord"/>.</summary>
    public int Status => Rank % 16;

    public string Shown => IsHeard ? StatusWord.Of(Status) : Phase switch
    {
        0 => "received",
        1 => "queued",
        2 => "scheduled",
        3 => "parked",
        4 => "claimed",
        5 => "unknown",
        6 => "settled",
        7 => "failed",
        8 => "canceled",
        9 => "expired",
        _ => $"phase {Phase}",
    };

    /// <summary>When the instance says that this happened; null: it never said so.</summary>
    public long? TimeOf(int status) => status switch
    {
        StatusWord.Sent => SentAt,
        StatusWord.Failed => FailedAt,
        StatusWord.Delivered => DeliveredAt,
        StatusWord.Read => ReadAt,
        StatusWord.Played => PlayedAt,
        _ => null,
    };
}

/// <summary>A row of <c>conversation</c>: who is meant by it.</summary>
public sealed record ConversationRow
{
    public string Id { get; init; } = "";

    public string UserId { get; init; } = "";

    public string? WaId { get; init; }

    public string? BusinessScopedUserId { get; init; }

    public bool HandledByHuman { get; init; }
}

/// <summary>A row of <c>dead_letter</c>: 0 body, 1 change, 2 turn, 3 inbox, 4 event.</summary>
public sealed record DeadLetterRow
{
    public Guid Id { get; init; }

    public int Kind { get; init; }

    public Guid? MessageId { get; init; }

    /// <summary>What was given up, as text.</summary>
    public string Raw { get; init; } = "";
}

public sealed record IdempotencyRow
{
    public string Account { get; init; } = "";

    public string Key { get; init; } = "";

    public Guid MessageId { get; init; }
}

/// <summary>A row of <c>event</c>: its transaction and number are its place in the feed and its id.</summary>
public sealed record EventRow
{
    public string Account { get; init; } = "";

    public long Xid { get; init; }

    public long Id { get; init; }

    public string Type { get; init; } = "";

    public Guid? MessageId { get; init; }

    public string? Status { get; init; }

    public long RecordedAt { get; init; }

    public string ShownId => $"evt_{Xid}-{Id}";
}

/// <summary>A row of <c>subscription</c>: 0 active, 1 paused, 2 disabled.</summary>
public sealed record SubscriptionRow
{
    public Guid Id { get; init; }

    public string Account { get; init; } = "";

    public string Events { get; init; } = "";

    public int Status { get; init; }

    public long CreatedAt { get; init; }

    public bool Wants(string type) => Events.Split(['\n', ' ', ','], StringSplitOptions.RemoveEmptyEntries).Any(pattern =>
        pattern == "*" || pattern == type || (pattern.EndsWith(".*", StringComparison.Ordinal) && type.StartsWith(pattern[..^1], StringComparison.Ordinal)));
}

/// <summary>A row of <c>delivery</c>: 0 waiting, 1 delivered, 2 given up.</summary>
public sealed record DeliveryRow
{
    public long Xid { get; init; }

    public long Number { get; init; }

    public int State { get; init; }

    public string ShownId => $"evt_{Xid}-{Number}";
}

/// <summary>A row of <c>opt_in_entry</c>: 1 opted in, 2 opted out.</summary>
public sealed record OptInRow
{
    public string Account { get; init; } = "";

    public string UserId { get; init; } = "";

    public int Action { get; init; }

    public string? Evidence { get; init; }

    public long RecordedAt { get; init; }
}

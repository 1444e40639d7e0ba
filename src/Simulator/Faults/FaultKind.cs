namespace Mogambo.Simulator.Faults;

/// <summary>What can go wrong on purpose. In JSON the names are snake_case.</summary>
public enum FaultKind
{
    /// <summary>The answer to a send comes <c>ms</c> late.</summary>
    Delay = 0,

    /// <summary>The connection is reset and nothing was accepted.</summary>
    DropBefore = 1,

    /// <summary>The message is accepted, with statuses, but the connection is reset (<c>mode</c> reset) or never answered (silence).</summary>
    DropAfter = 2,

    /// <summary>Nothing is accepted and nothing is answered.</summary>
    Hang = 3,

    /// <summary>A Graph error with <c>code</c> and <c>http</c> status.</summary>
    Error = 4,

    /// <summary><c>mode</c> html500: a 500 page, not accepted; text200: accepted, 200 with a body that is no JSON.</summary>
    Garbage = 5,

    /// <summary>A webhook is posted twice.</summary>
    DuplicateWebhooks = 6,

    /// <summary>Webhooks are held until <c>window</c> are there (or 250 ms passed) and leave in another order.</summary>
    ShuffleWebhooks = 7,

    /// <summary>Statuses come <c>ms</c> later.</summary>
    SlowStatuses = 8,

    /// <summary>A message is accepted and no status ever comes.</summary>
    NoStatuses = 9,

    /// <summary>Statuses lack <c>biz_opaque_callback_data</c>.</summary>
    NoEcho = 10,

    /// <summary>The statuses are posted, and answered, before the send is.</summary>
    StatusBeforeAnswer = 11,

    /// <summary>A message is accepted, and then reported as failed with <c>code</c>.</summary>
    FailLater = 12,
}

/// <summary>Which calls a fault strikes.</summary>
public enum FaultTarget
{
    /// <summary>Sends, and the webhooks that follow.</summary>
    Messages = 0,

    /// <summary>Creating, listing, reading, editing and deleting templates.</summary>
    Templates = 1,
}

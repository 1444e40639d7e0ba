namespace Mogambo.Messages;

/// <summary>
/// Where a message stands with us, as long as the instance has said nothing of its current attempt; from then on its
/// <see cref="MessageStatus"/> is what is shown.
/// </summary>
[GenerateSerializer, Alias("mogambo.message-phase")]
public enum MessagePhase
{
    /// <summary>Inbound: stored.</summary>
    Received = 0,
    Queued = 1,
    Scheduled = 2,
    Parked = 3,

    /// <summary>On disk as being sent by one process: the only phase in which bytes may leave.</summary>
    Claimed = 4,

    /// <summary>The attempt may or may not have reached WhatsApp; never repeated blindly.</summary>
    Unknown = 5,

    /// <summary>The attempt has an outcome that the instance gave; read <see cref="MessageStatus"/>.</summary>
    Settled = 6,

    /// <summary>Refused by a rule of ours before anything was sent.</summary>
    Failed = 7,
    Canceled = 8,
    Expired = 9,
}

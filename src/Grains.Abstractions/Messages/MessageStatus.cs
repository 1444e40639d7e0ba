namespace Mogambo.Messages;

/// <summary>
/// What the instance has said of an attempt, by rank: a status only moves a row forward. A row's rank is
/// attempt × 16 + this value, compared by the greater, so a late failure of attempt 1 never spoils attempt 2.
/// <c>failed</c> stands below <c>delivered</c>: a delivery that is reported after a failure is the truth (fact sheet 16.2).
/// </summary>
[GenerateSerializer, Alias("mogambo.message-status")]
public enum MessageStatus
{
    None = 0,
    Accepted = 1,
    Sent = 2,
    Failed = 3,
    Delivered = 4,
    Read = 5,
    Played = 6,
}

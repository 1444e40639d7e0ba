using Mogambo.Messages;

namespace Mogambo.Storage.Restoring;

/// <summary>The last restore of the database, as it was when this process started. It is known before the intake opens.</summary>
public sealed class RestorePoint
{
    /// <summary>Why a message that the backup had as not final is unknown.</summary>
    public static readonly MessageError OutcomeUnknown = new()
    {
        Code = 0,
        Title = "Outcome unknown",
        Details = "The database was restored from a backup; the message may have been sent after it was taken.",
        Advice = "It is not sent again unless a person says so. A status webhook settles it.",
    };

    /// <summary>
    /// What users wrote before was probably answered by what the backup does not know. In whole seconds, as WhatsApp tells the times of
    /// messages; the minimum if the database never was restored.
    /// </summary>
    public DateTimeOffset At { get; private set; } = DateTimeOffset.MinValue;

    internal void Set(long? milliseconds)
    {
        if (milliseconds is { } value)
        {
            At = DateTimeOffset.FromUnixTimeSeconds(value / 1000);
        }
    }
}

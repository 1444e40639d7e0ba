namespace Mogambo.Subscriptions;

/// <summary>When a delivery that failed is tried again (contract section 6): for five days, then no more.</summary>
internal static class DeliverySchedule
{
    /// <summary>How long after its first failure an event is given up.</summary>
    public static readonly TimeSpan Length = TimeSpan.FromDays(5);

    private static readonly TimeSpan s_longest = TimeSpan.FromHours(24);

    private static readonly TimeSpan[] s_pauses =
    [
        TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(10), TimeSpan.FromHours(1),
        TimeSpan.FromHours(3), TimeSpan.FromHours(6), TimeSpan.FromHours(12),
    ];

    /// <summary>The time of the next try, the last one exactly at the end; null when that was it.</summary>
    /// <param name="failures">Failed tries so far, at least one.</param>
    /// <param name="retryAfter">What the receiver asked for instead; between 5 seconds and 24 hours of it are granted.</param>
    public static DateTimeOffset? Next(DateTimeOffset firstFailedAt, int failures, DateTimeOffset now, TimeSpan? retryAfter)
    {
        var end = firstFailedAt + Length;
        if (now >= end)
        {
            return null;
        }

        var pause = retryAfter is { } asked
            ? TimeSpan.FromTicks(Math.Clamp(asked.Ticks, s_pauses[0].Ticks, s_longest.Ticks))
            : failures <= s_pauses.Length ? s_pauses[failures - 1] : s_longest;
        var next = now + pause;
        return next < end ? next : end;
    }
}

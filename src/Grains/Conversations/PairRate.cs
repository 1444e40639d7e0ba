namespace Mogambo.Conversations;

/// <summary>
/// How fast one number may write to one user (fact sheet 13): one message in 6 s, of which 45 may be borrowed at once. One value says it
/// all: when what was sent is paid back (the generic cell rate algorithm). Every attempt that is claimed counts.
/// </summary>
[GenerateSerializer, Immutable, Alias("mogambo.pair-rate")]
internal readonly record struct PairRate([property: Id(0)] DateTimeOffset PaidBackAt)
{
    public const int Burst = 45;

    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(6);

    private static readonly TimeSpan s_credit = Interval * (Burst - 1);

    /// <summary>The earliest time at which another message may go.</summary>
    public DateTimeOffset FreeAt => PaidBackAt - DateTimeOffset.MinValue > s_credit ? PaidBackAt - s_credit : DateTimeOffset.MinValue;

    public PairRate After(DateTimeOffset sentAt) => new((PaidBackAt > sentAt ? PaidBackAt : sentAt) + Interval);
}

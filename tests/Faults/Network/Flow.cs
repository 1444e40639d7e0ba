namespace Mogambo.Faults.Network;

/// <summary>What happens to the bytes of one direction of a link.</summary>
public sealed record Flow
{
    public static Flow Free { get; } = new();

    /// <summary>How long every chunk (at most 16 KiB) waits before it goes on; those behind it wait too.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>
    /// Nothing goes on, nothing is lost: as on a cable that was pulled, where TCP holds back and repeats. What waited goes on when the cable is
    /// back, if the ends have not given up by then.
    /// </summary>
    public bool Stalls { get; init; }

    /// <summary>Bytes vanish. A stream with a hole is never continued: the connection is reset when this ends.</summary>
    public bool Drops { get; init; }

    /// <summary>Above 0: so many bytes at a time, with 10 ms between.</summary>
    public int Trickle { get; init; }
}

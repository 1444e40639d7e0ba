namespace Mogambo.Faults.Network;

/// <summary>What is wrong with a link. Client is who connected, server is who listens.</summary>
public sealed record LinkFault
{
    public static LinkFault None { get; } = new();

    /// <summary>Nobody listens, and what was connected is reset: as if the server's machine ran without the server.</summary>
    public static LinkFault Refused { get; } = new() { Refuses = true };

    /// <summary>The cable is pulled: connections hang in both directions, new ones too.</summary>
    public static LinkFault Cut { get; } = new() { ToServer = new() { Stalls = true }, ToClient = new() { Stalls = true } };

    /// <summary>The server hears the client, the client hears nothing.</summary>
    public static LinkFault ClientDeaf { get; } = new() { ToClient = new() { Stalls = true } };

    /// <summary>The client hears the server, the server hears nothing.</summary>
    public static LinkFault ServerDeaf { get; } = new() { ToServer = new() { Stalls = true } };

    public bool Refuses { get; init; }

    public Flow ToServer { get; init; } = Flow.Free;

    public Flow ToClient { get; init; } = Flow.Free;

    /// <summary>
    /// Of a link to PostgreSQL: the share (0 to 1) of commits whose answer never arrives. Of these, one half is cut off before the server reads
    /// the commit and the other after it was done, so that the client cannot know.
    /// </summary>
    public double CommitsLost { get; init; }

    /// <summary>Every answer of the server comes so much later.</summary>
    public static LinkFault Slow(TimeSpan delay) => new() { ToClient = new() { Delay = delay } };
}

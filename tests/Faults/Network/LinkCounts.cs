namespace Mogambo.Faults.Network;

/// <summary>What passed a link, and what did not.</summary>
public sealed class LinkCounts
{
    private long _accepted;
    private long _toServer;
    private long _toClient;
    private long _dropped;
    private long _commitsPrevented;
    private long _answersLost;

    public long Accepted => Interlocked.Read(ref _accepted);

    public long BytesToServer => Interlocked.Read(ref _toServer);

    public long BytesToClient => Interlocked.Read(ref _toClient);

    public long BytesDropped => Interlocked.Read(ref _dropped);

    /// <summary>Commits that the server never read.</summary>
    public long CommitsPrevented => Interlocked.Read(ref _commitsPrevented);

    /// <summary>Commits that were done and whose answer the client never read.</summary>
    public long CommitAnswersLost => Interlocked.Read(ref _answersLost);

    internal void Accept() => Interlocked.Increment(ref _accepted);

    internal void PassToServer(int bytes) => Interlocked.Add(ref _toServer, bytes);

    internal void PassToClient(int bytes) => Interlocked.Add(ref _toClient, bytes);

    internal void Drop(int bytes) => Interlocked.Add(ref _dropped, bytes);

    internal void PreventCommit() => Interlocked.Increment(ref _commitsPrevented);

    internal void LoseAnswer() => Interlocked.Increment(ref _answersLost);
}

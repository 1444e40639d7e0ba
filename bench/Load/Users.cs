namespace Mogambo.Bench.Load;

/// <summary>Who writes the n-th message: users take turns, so a user's messages are far apart and in order.</summary>
internal sealed record Users(long First, int Count)
{
    public long Of(long n) => First + (n % Count);
}

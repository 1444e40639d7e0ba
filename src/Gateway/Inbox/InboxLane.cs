using Mogambo.Storage.Inbox;

namespace Mogambo.Gateway.Inbox;

/// <summary>The taken rows of one conversation, in order. Once one of them is put off, so are those behind it.</summary>
/// <param name="putOffUntil">Until when an earlier row waits that was put off; null if none does.</param>
internal sealed class InboxLane(InboxRowDelivery delivery, TimeProvider time, DateTimeOffset? putOffUntil)
{
    private readonly Queue<Waiting> _rows = [];

    public DateTimeOffset? PutOffUntil { get; private set; } = putOffUntil;

    /// <summary>Called under the dispatcher's lock.</summary>
    public void Add(InboxChange row, DateTimeOffset claimedUntil) => _rows.Enqueue(new Waiting(row, claimedUntil));

    /// <summary>Called under the dispatcher's lock.</summary>
    public Waiting? Next() => _rows.TryDequeue(out var waiting) ? waiting : null;

    /// <summary>Rows still in the lane wait until then.</summary>
    public void PutOff(DateTimeOffset until) => PutOffUntil = until;

    public async Task TryAsync(Waiting waiting, CancellationToken stoppingToken)
    {
        var (row, claimedUntil) = waiting;
        var now = time.GetUtcNow();
        if (PutOffUntil is null && now + delivery.Deadline > claimedUntil)
        {
            // Waited here so long that another process could soon take it: taken again, with a fresh claim.
            PutOffUntil = now;
        }

        if (PutOffUntil is { } until)
        {
            await delivery.GiveBackAsync(row, until);
            return;
        }

        PutOffUntil = await delivery.TryAsync(row, stoppingToken);
    }

    internal sealed record Waiting(InboxChange Row, DateTimeOffset ClaimedUntil);
}

using System.Runtime.InteropServices;
using Mogambo.Messages;
using Mogambo.Storage.Conversations;
using Mogambo.Storage.Erasure;
using Mogambo.Storage.Messages;

namespace Mogambo.Storage.GroupCommit;

/// <summary>
/// What several statuses of one row come to: an update from a list changes a row once only, whichever entry of the list comes first. The
/// order in which they arrived makes no difference to the row.
/// </summary>
internal sealed class StatusMerge
{
    private readonly List<Told> _told = new(1);
    private int _pricingRank = -1;
    private int _priceRank = -1;

    private StatusMerge(MessageKey key, string number) => (Key, Number) = (key, number);

    public MessageKey Key { get; }

    public string Number { get; }

    public int Rank { get; private set; } = -1;

    public string? Wamid { get; private set; }

    public string? Error { get; private set; }

    public byte[]? Pricing { get; private set; }

    public MessagePrice? Price { get; private set; }

    public StatusTimes Times { get; } = new();

    /// <summary>The statuses that move the row, in the order in which they came; known once the results are set.</summary>
    public IEnumerable<StatusUpdate> Moved => _told.Where(told => told.Moved).Select(told => told.Status);

    /// <summary>One for each row, sorted by its key.</summary>
    public static IReadOnlyList<StatusMerge> Of(IEnumerable<StatusRequest> requests)
    {
        Dictionary<(MessageId, string), StatusMerge> rows = [];
        foreach (var request in requests)
        {
            for (var i = 0; i < request.Statuses.Count; i++)
            {
                var told = new Told(request, i);
                var (id, number) = (told.Status.Attempt.Message, told.Status.Number.Value);
                ref var row = ref CollectionsMarshal.GetValueRefOrAddDefault(rows, (id, number), out _);
                (row ??= new(MessageKey.OfOutbound(id), number)).Add(told);
            }
        }

        List<StatusMerge> sorted = [.. rows.Values];
        sorted.Sort((one, other) => one.Key.Id.Value.CompareTo(other.Key.Id.Value));
        return sorted;
    }

    /// <summary>Gives each status what it would have found alone; null if there is no such row of that number.</summary>
    public void SetResults(MessageRow? row)
    {
        if (row is { Conversation.User.IsErased: true })
        {
            // The status still moves the row; what names the person does not come back.
            (Wamid, Error) = (null, Error is null ? null : ErasedMessages.WithoutDetails(Error));
        }

        var rank = row?.Rank ?? 0;
        foreach (var told in _told)
        {
            told.SetResult(row is null ? default : new StatusResult(row.Conversation, told.Rank > rank, row.Phase, row.InReplyTo));
            rank = Math.Max(rank, told.Rank);
        }
    }

    private void Add(Told told)
    {
        _told.Add(told);
        var (status, rank) = (told.Status, told.Rank);
        Times.Add(status.Status, status.At);
        if (rank > Rank)
        {
            (Rank, Wamid) = (rank, CleanText.Of(status.Wamid));
            Error = status.Status == MessageStatus.Failed ? MessageErrorJson.Of(status.Error) : null;
        }

        if (status.Pricing is not null && rank > _pricingRank)
        {
            (Pricing, _pricingRank) = (status.Pricing, rank);
        }

        if (status.Price is not null && rank > _priceRank)
        {
            (Price, _priceRank) = (status.Price, rank);
        }
    }

    /// <summary>One status and where its caller waits for what it found.</summary>
    private readonly struct Told(StatusRequest request, int index)
    {
        public StatusUpdate Status => request.Statuses[index];

        public int Rank => MessageRank.Of(Status.Attempt.Number, Status.Status);

        public bool Moved => request.Result[index].Moved;

        public void SetResult(in StatusResult result) => request.SetResult(index, result);
    }
}

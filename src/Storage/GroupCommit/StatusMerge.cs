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
    private readonly List<StatusRequest> _requests;

    private StatusMerge(MessageKey key, string number, IEnumerable<StatusRequest> requests)
    {
        _requests = [.. requests];
        var top = _requests.MaxBy(request => request.Rank)!;
        var all = _requests.Select(request => request.Status);
        (Key, Number, Rank) = (key, number, top.Rank);
        Wamid = CleanText.Of(top.Status.Wamid);
        Error = top.Status.Status == MessageStatus.Failed ? MessageErrorJson.Of(top.Status.Error) : null;
        Pricing = all.Where(status => status.Pricing is not null).MaxBy(status => MessageRank.Of(status.Attempt.Number, status.Status))?.Pricing;
        Price = all.Where(status => status.Price is not null).MaxBy(status => MessageRank.Of(status.Attempt.Number, status.Status))?.Price;
        Times = new StatusTimes(all.Select(status => (status.Status, status.At)));
    }

    public MessageKey Key { get; }

    public string Number { get; }

    public int Rank { get; }

    public string? Wamid { get; private set; }

    public string? Error { get; private set; }

    public byte[]? Pricing { get; }

    public MessagePrice? Price { get; }

    public StatusTimes Times { get; }

    /// <summary>The statuses that move the row, in the order in which they came; known once the results are set.</summary>
    public IEnumerable<StatusUpdate> Moved => _requests.Where(request => request.Result.Moved).Select(request => request.Status);

    public static IReadOnlyList<StatusMerge> Of(IEnumerable<StatusRequest> requests) =>
    [
        .. requests
            .GroupBy(request => (Id: request.Status.Attempt.Message, Number: request.Status.Number.Value))
            .Select(group => new StatusMerge(MessageKey.OfOutbound(group.Key.Id), group.Key.Number, group))
            .OrderBy(merge => merge.Key.Id.Value),
    ];

    /// <summary>Gives each request what it would have found alone; null if there is no such row of that number.</summary>
    public void SetResults(MessageRow? row)
    {
        if (row is { Conversation.User.IsErased: true })
        {
            // The status still moves the row; what names the person does not come back.
            (Wamid, Error) = (null, Error is null ? null : ErasedMessages.WithoutDetails(Error));
        }

        var rank = row?.Rank ?? 0;
        foreach (var request in _requests)
        {
            request.Result = row is null ? default : new StatusResult(row.Conversation, request.Rank > rank, row.Phase, row.InReplyTo);
            rank = Math.Max(rank, request.Rank);
        }
    }
}

using Mogambo.Messages;
using Mogambo.Storage.GroupCommit;

namespace Mogambo.Storage.Messages;

/// <summary>A change of a message as the columns it touches.</summary>
internal sealed class MessageChangeRow(MessageChange change)
{
    public Guid Id => change.Id.Value;

    public long At => change.Id.OutboundAt;

    public int Phase => (int)change.Phase;

    public int Attempt => change.Attempt;

    public int Rank => CommitDecision.RankOf(change);

    public int HeldFor => (int)change.HeldFor;

    public bool PossibleDuplicate => change.PossibleDuplicate;

    public bool IsClaim => change.IsClaim;

    public bool HasStatus => change.Status != MessageStatus.None;

    public string? Wamid => CleanText.Of(change.Wamid);

    public string? Error { get; } = MessageErrorJson.Of(change.Error);

    public string? Template => CleanText.Of(change.Template?.Template.Name);

    public bool UsesFallback => change.UsesFallback;

    public PriceColumns Price => new(change.Price);

    public StatusTimes Times { get; } = TimesOf(change);

    private static StatusTimes TimesOf(MessageChange change)
    {
        var times = new StatusTimes();
        times.Add(change.Status, change.At);
        return times;
    }
}

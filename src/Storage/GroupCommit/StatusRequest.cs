using Mogambo.Messages;
using Mogambo.Storage.Conversations;

namespace Mogambo.Storage.GroupCommit;

/// <summary>Statuses of one caller, each to be applied to its message: one answer for all of them, as a webhook brings many.</summary>
internal sealed class StatusRequest : BatchRequest<IReadOnlyList<StatusResult>>
{
    private readonly StatusResult[] _results;

    public StatusRequest(params IReadOnlyList<StatusUpdate> statuses)
    {
        (Statuses, _results) = (statuses, new StatusResult[statuses.Count]);
        Result = _results;
    }

    public IReadOnlyList<StatusUpdate> Statuses { get; }

    public override int Size => Math.Max(1, Statuses.Count);

    public void SetResult(int index, in StatusResult result) => _results[index] = result;
}

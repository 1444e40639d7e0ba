using Mogambo.Messages;

namespace Mogambo.Storage.GroupCommit;

/// <summary>When each status came about, Unix milliseconds; of one that is told several times the first.</summary>
internal sealed class StatusTimes
{
    private readonly long?[] _times = new long?[(int)MessageStatus.Played + 1];

    public void Add(MessageStatus status, DateTimeOffset at)
    {
        var time = at.ToUnixTimeMilliseconds();
        _times[(int)status] = Math.Min(time, _times[(int)status] ?? long.MaxValue);
    }

    public long? Of(MessageStatus status) => status == MessageStatus.None ? null : _times[(int)status];
}

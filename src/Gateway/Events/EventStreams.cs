using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Hosting;
using Mogambo.Accounts;
using Mogambo.Storage.Events;

namespace Mogambo.Gateway.Events;

/// <summary>The streams that are open in this process, counted: each looks at the feed twice a second.</summary>
internal sealed class EventStreams(IEvents events, EventFeeds feeds, IHostApplicationLifetime lifetime, TimeProvider time)
{
    /// <summary>Streams of one account at a time.</summary>
    public const int MaxPerAccount = 10;

    private readonly ConcurrentDictionary<AccountId, int> _open = [];

    /// <summary>False if the account has as many as it may.</summary>
    public bool TryOpen(AccountId account, EventCursor after, [NotNullWhen(true)] out EventStream? stream)
    {
        var isRoom = _open.AddOrUpdate(account, 1, (_, open) => open + 1) <= MaxPerAccount;
        if (!isRoom)
        {
            Close(account);
        }

        stream = isRoom ? new EventStream(account, after, events, feeds, time, () => Close(account), lifetime.ApplicationStopping) : null;
        return isRoom;
    }

    private void Close(AccountId account) => _open.AddOrUpdate(account, 0, (_, open) => open - 1);
}

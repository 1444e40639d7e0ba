using System.Collections.Concurrent;
using Mogambo.Accounts;
using Mogambo.Conversations;
using Mogambo.Numbers;

namespace Mogambo.Grains.Tests.Cluster;

/// <summary>Room for every message, unless a test says that a conversation has none.</summary>
internal sealed class FakeNumberThroughput : INumberThroughput
{
    private readonly ConcurrentDictionary<ConversationId, bool> _full = [];

    public bool TryTake(BusinessNumber number, ConversationId conversation) => !_full.ContainsKey(conversation);

    public void Fill(ConversationId conversation) => _full[conversation] = true;

    public void Empty(ConversationId conversation) => _full.TryRemove(conversation, out _);
}

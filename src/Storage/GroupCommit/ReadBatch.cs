using Mogambo.Messages;
using Mogambo.Storage.Conversations;
using Mogambo.Storage.Idempotency;
using Mogambo.Storage.Messages;
using Mogambo.Storage.OptIns;

namespace Mogambo.Storage.GroupCommit;

/// <summary>The reads of one round trip.</summary>
internal sealed class ReadBatch(IReadOnlyList<BatchRequest> requests)
{
    private readonly LoadRequest[] _loads = [.. requests.OfType<LoadRequest>()];
    private readonly MessagesRequest[] _messages = [.. requests.OfType<MessagesRequest>()];
    private readonly FindOptInRequest[] _optIns = [.. requests.OfType<FindOptInRequest>()];
    private readonly FindKeyRequest[] _keys = [.. requests.OfType<FindKeyRequest>()];

    public IReadOnlyList<string> Conversations => [.. _loads.Select(load => load.Conversation).Distinct()];

    public IReadOnlyList<MessageKey> MessageKeys => [.. _messages.SelectMany(request => request.MessageKeys).Distinct()];

    public IReadOnlyList<OptInKey> OptIns => [.. _optIns.Select(request => request.Key).Distinct()];

    public IReadOnlyList<IdempotencyRef> IdempotencyKeys => [.. _keys.Select(request => request.Key).Distinct()];

    public void SetKeys(Dictionary<IdempotencyRef, IdempotencyKey> found)
    {
        foreach (var request in _keys)
        {
            request.Result = found.GetValueOrDefault(request.Key);
        }
    }

    public void SetOptIns(Dictionary<OptInKey, OptInState> found)
    {
        foreach (var request in _optIns)
        {
            request.Result = found.GetValueOrDefault(request.Key, OptInState.None);
        }
    }

    public void SetConversations(Dictionary<string, StoredConversation> found)
    {
        foreach (var load in _loads)
        {
            load.Result = found.GetValueOrDefault(load.Conversation);
        }
    }

    public void SetMessages(Dictionary<MessageId, StoredMessage> found)
    {
        foreach (var request in _messages)
        {
            request.Result = [.. request.MessageKeys.Select(key => found.GetValueOrDefault(key.Id)).OfType<StoredMessage>()];
        }
    }
}

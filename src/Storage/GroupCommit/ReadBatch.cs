using Mogambo.Messages;
using Mogambo.Storage.Contacts;
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
    private readonly FindContactRequest[] _contacts = [.. requests.OfType<FindContactRequest>()];
    private readonly BotContextRequest[] _contexts = [.. requests.OfType<BotContextRequest>()];

    public IReadOnlyList<string> Conversations => [.. _loads.Select(load => load.Conversation).Distinct()];

    public IReadOnlyList<MessageKey> MessageKeys => [.. _messages.SelectMany(request => request.MessageKeys).Distinct()];

    public IReadOnlyList<OptInKey> OptIns => [.. _optIns.Select(request => request.Key).Distinct()];

    public IReadOnlyList<IdempotencyRef> IdempotencyKeys => [.. _keys.Select(request => request.Key).Distinct()];

    public IReadOnlyList<ContactKey> Contacts => [.. _contacts.Select(request => request.Key).Distinct()];

    /// <summary>The conversations whose bot's context is read.</summary>
    public IReadOnlyList<string> Contexts => [.. _contexts.Select(request => request.Conversation).Distinct()];

    public IReadOnlyList<HistoryRequest> Histories { get; } = [.. requests.OfType<HistoryRequest>()];

    public void SetContacts(Dictionary<ContactKey, StoredContact> found)
    {
        foreach (var request in _contacts)
        {
            request.Result = found.GetValueOrDefault(request.Key);
        }
    }

    public void SetContexts(Dictionary<string, byte[]> found)
    {
        foreach (var request in _contexts)
        {
            request.Result = found.GetValueOrDefault(request.Conversation);
        }
    }

    /// <param name="found">By place in <see cref="Histories"/>, newest first.</param>
    public void SetHistories(ILookup<int, StoredMessage> found)
    {
        for (var i = 0; i < Histories.Count; i++)
        {
            Histories[i].Result = [.. found[i].Take(Histories[i].Limit).OrderBy(message => message.CreatedAt).ThenBy(message => message.Key.At)];
        }
    }

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

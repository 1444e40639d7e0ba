using Mogambo.Storage.Messages;

namespace Mogambo.Storage.GroupCommit;

/// <summary>Messages to read by key.</summary>
internal sealed class MessagesRequest(IReadOnlyList<MessageKey> keys) : BatchRequest<IReadOnlyList<StoredMessage>>
{
    public IReadOnlyList<MessageKey> MessageKeys { get; } = keys;
}

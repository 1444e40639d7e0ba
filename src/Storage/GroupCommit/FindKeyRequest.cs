using Mogambo.Storage.Idempotency;

namespace Mogambo.Storage.GroupCommit;

/// <summary>A caller's key to look for.</summary>
internal sealed class FindKeyRequest(IdempotencyRef key) : BatchRequest<IdempotencyKey?>
{
    public IdempotencyRef Key { get; } = key;
}

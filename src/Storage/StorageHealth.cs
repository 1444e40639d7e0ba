using Mogambo.Storage.GroupCommit;

namespace Mogambo.Storage;

/// <summary>Whether the database answers: for readiness probes.</summary>
public sealed class StorageHealth
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(2);

    private readonly IDatabase _database;

    internal StorageHealth(IDatabase database) => _database = database;

    /// <exception cref="StorageUnavailableException">It does not, or not within two seconds.</exception>
    public async Task PingAsync(CancellationToken cancellationToken = default)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(Timeout);
        try
        {
            await _database.ProbeAsync(timeout.Token);
        }
        catch (Exception exception) when (_database.Classify(exception) != Fault.Row && !cancellationToken.IsCancellationRequested)
        {
            throw new StorageUnavailableException("The database does not answer.", exception);
        }
    }
}

namespace Mogambo.Storage.Turns;

/// <summary>Work that every process would do, and one of all is enough.</summary>
public interface IWorkTurns
{
    /// <summary>
    /// Whether the caller is to do it now: nobody has begun it within <paramref name="atMostEvery"/>. Who dies over it is followed by whoever
    /// asks after that time; nobody waits for anybody.
    /// </summary>
    /// <exception cref="StorageUnavailableException">The database cannot be reached.</exception>
    Task<bool> TryTakeAsync(string name, DateTimeOffset now, TimeSpan atMostEvery, CancellationToken cancellationToken = default);
}

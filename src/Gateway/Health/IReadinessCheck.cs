namespace Mogambo.Gateway.Health;

/// <summary>
/// Something without which this process should get no traffic. The gateway checks the database; a host adds its own (the cluster, "not
/// shutting down") as services of this type.
/// </summary>
public interface IReadinessCheck
{
    /// <summary>A stable word: <c>database</c>, <c>cluster</c>, …</summary>
    string Name { get; }

    /// <summary>Whether it is well. Throwing, or taking longer than 2 s, counts as not well.</summary>
    Task<bool> IsReadyAsync(CancellationToken cancellationToken);
}

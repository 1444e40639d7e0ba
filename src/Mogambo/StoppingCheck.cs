using Mogambo.Gateway.Health;

namespace Mogambo.App;

/// <summary>A process that stops gets no more traffic.</summary>
internal sealed class StoppingCheck(IHostApplicationLifetime lifetime) : IReadinessCheck
{
    public string Name => "stopping";

    public Task<bool> IsReadyAsync(CancellationToken cancellationToken) => Task.FromResult(!lifetime.ApplicationStopping.IsCancellationRequested);
}

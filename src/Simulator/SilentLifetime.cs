namespace Mogambo.Simulator;

/// <summary>A lifetime that watches no signals: whoever hosts the simulator decides when it ends.</summary>
internal sealed class SilentLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

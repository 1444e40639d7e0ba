using Microsoft.Extensions.Hosting;
using Mogambo.Storage.Clock;

namespace Mogambo.Storage.Telemetry;

/// <summary>Looks every five seconds at what waits. Every process does, so that each knows while another is away.</summary>
internal sealed class BacklogSampler(BacklogReader reader, StorageMetrics metrics, StorageClock clock) : BackgroundService
{
    public static readonly TimeSpan Every = TimeSpan.FromSeconds(5);

    /// <summary>Looks once. A sample that fails says that the database is away.</summary>
    public async Task SampleAsync(CancellationToken cancellationToken)
    {
        try
        {
            var now = clock.GetUtcNow();
            metrics.Sampled(await reader.ReadAsync(now, cancellationToken), now);
        }
#pragma warning disable CA1031 // A look that fails is an answer too; the next one comes.
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            metrics.NotSampled();
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, TimeProvider.System);
        try
        {
            do
            {
                await SampleAsync(stoppingToken);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException)
        {
        }
    }
}

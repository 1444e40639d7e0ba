using Microsoft.Extensions.Logging;
using Mogambo.Accounts;

namespace Mogambo.Subscriptions;

/// <inheritdoc cref="ISubscriptionGrain"/>
[GrainType("subscription")]
internal sealed class SubscriptionGrain(
    SubscriptionDelivery delivery, ProcessLifetime process, TimeProvider time, ILogger<SubscriptionWorker> logger) : Grain, ISubscriptionGrain, IDisposable
{
    private SubscriptionWorker? _worker;
    private CancellationTokenRegistration _stopping;

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        await _stopping.DisposeAsync();
        if (_worker is { } worker)
        {
            await worker.StopAsync(cancellationToken);
        }

        await base.OnDeactivateAsync(reason, cancellationToken);
    }

    public async Task WakeAsync()
    {
        if (_worker is { IsRunning: true } running)
        {
            running.Wake();
            return;
        }

        await _stopping.DisposeAsync();
        _worker?.Dispose();
        var worker = _worker = new(Id, delivery, time, logger);
        _stopping = process.Stopping.Register(worker.Stop);
        worker.Start();
    }

    public Task<TestReply> TestAsync() => delivery.TestAsync(Account, Id);

    public void Dispose() => _worker?.Dispose();

    private AccountId Account => AccountId.Parse(this.GetPrimaryKeyString().Split('/')[0]);

    private SubscriptionId Id => SubscriptionId.Parse(this.GetPrimaryKeyString().Split('/')[1]);
}

using Microsoft.Extensions.Logging;
using Mogambo.Storage.Telemetry;

namespace Mogambo.Storage.GroupCommit;

/// <summary>The queue of writes and the queue of batched reads of one process. Disposing answers what waits, then returns.</summary>
internal sealed class StorageQueues : IAsyncDisposable
{
    private readonly Outage _outage;
    private readonly BatchQueue<BatchRequest> _writes;
    private readonly BatchQueue<BatchRequest> _reads;

    public StorageQueues(IDatabase database, StorageOptions options, StorageMetrics metrics, ILogger<StorageQueues> logger)
    {
        _outage = new Outage(database.ProbeAsync, logger);
        BatchRunner<BatchRequest> writes = new(batch => metrics.Measure(isWrite: true, batch.Sum(request => request.Size), () => database.Write(new WriteBatch(batch))), database.Classify, _outage);
        BatchRunner<BatchRequest> reads = new(batch => metrics.Measure(isWrite: false, batch.Sum(request => request.Size), () => database.Read(new ReadBatch(batch))), database.Classify, _outage);
        (_writes, _reads) = (new(options.MaxQueuedWrites, writes), new(options.MaxQueuedWrites, reads));
    }

    public Task<TResult> WriteAsync<TResult>(BatchRequest<TResult> request, CancellationToken cancellationToken) =>
        _writes.EnqueueAsync(request, cancellationToken);

    public Task<TResult> ReadAsync<TResult>(BatchRequest<TResult> request, CancellationToken cancellationToken) =>
        _reads.EnqueueAsync(request, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _writes.DisposeAsync();
        await _reads.DisposeAsync();
        await _outage.DisposeAsync();
    }
}

using System.Threading.Channels;

namespace Mogambo.Storage.GroupCommit;

/// <summary>
/// Group commit: callers enqueue and wait; one loop takes everything that queued up while the previous batch was done (that is the
/// batch: no timer, no added latency when idle), has it done as one, and answers each on its own. The loop has a thread of its own, so that
/// no step of a batch but its answers waits for its turn among everything else that the process does.
/// </summary>
internal sealed class BatchQueue<TRequest> : IAsyncDisposable
    where TRequest : BatchRequest
{
    /// <summary>Bounds a transaction's size and so its locks; a larger request is a batch of its own. Measured: smaller ones leave less idle and cost PostgreSQL as much more, above 512 nothing is gained.</summary>
    public const int MaxBatch = 512;

    private readonly Channel<TRequest> _queue;
    private readonly BatchRunner<TRequest> _runner;
    private readonly Task _loop;
    private readonly HashSet<object> _keys = [];
    private readonly int _maxQueued;
    private List<TRequest> _carriedOver = [];
    private int _carriedSize;
    private long _queuedSize;

    public BatchQueue(int maxQueued, BatchRunner<TRequest> runner)
    {
        (_maxQueued, _runner) = (maxQueued, runner);
        _queue = Channel.CreateBounded<TRequest>(new BoundedChannelOptions(maxQueued) { SingleReader = true });
        _loop = Task.Factory.StartNew(Run, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <exception cref="StorageUnavailableException">Too many wait already, or the store is being closed.</exception>
    public Task<TResult> EnqueueAsync<TResult>(BatchRequest<TResult> request, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled<TResult>(cancellationToken);
        }

        if (!TryEnqueue(request))
        {
            return Task.FromException<TResult>(new StorageUnavailableException(_loop.IsCompleted || _queue.Reader.Completion.IsCompleted
                ? "Storage is closed."
                : "Storage is overloaded: too many requests wait for the database."));
        }

        return cancellationToken.CanBeCanceled ? AnswerAsync(request, cancellationToken) : request.Answer;
    }

    // A request that counts for more than the queue holds finds room when nothing else is there.
    private bool TryEnqueue(BatchRequest request)
    {
        var size = request.Size;
        var queued = Interlocked.Add(ref _queuedSize, size);
        if ((queued <= _maxQueued || queued == size) && _queue.Writer.TryWrite((TRequest)request))
        {
            return true;
        }

        Interlocked.Add(ref _queuedSize, -size);
        return false;
    }

    private static async Task<TResult> AnswerAsync<TResult>(BatchRequest<TResult> request, CancellationToken cancellationToken)
    {
        await using var registration = cancellationToken.Register(() =>
        {
            if (request.TryDrop())
            {
                request.Cancel(cancellationToken);
            }
        });
        return await request.Answer;
    }

    /// <summary>Takes nothing new and returns when what waits has been answered.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _loop;
        await _runner.Answered;
    }

    private void Run()
    {
        while (_carriedOver.Count > 0 || _queue.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            var batch = TakeBatch();
            if (batch.Count > 0)
            {
                _runner.Run(batch);
            }
        }
    }

    private List<TRequest> TakeBatch()
    {
        var batch = new List<TRequest>();
        _keys.Clear();
        var size = 0;
        var candidates = _carriedOver;
        (_carriedOver, _carriedSize) = ([], 0);
        foreach (var request in candidates)
        {
            Add(request, batch, ref size);
        }

        // What is carried over counts too: a flood of requests for one key must not empty the bounded queue into memory.
        while (size + _carriedSize < MaxBatch && _queue.Reader.TryRead(out var request))
        {
            Interlocked.Add(ref _queuedSize, -request.Size);
            if (request.TryTake())
            {
                Add(request, batch, ref size);
            }
        }

        return batch;
    }

    private void Add(TRequest request, List<TRequest> batch, ref int size)
    {
        var keys = request.Keys;
        if ((batch.Count > 0 && size + request.Size > MaxBatch) || IsTaken(keys))
        {
            _carriedOver.Add(request);
            _carriedSize += request.Size;
            return;
        }

        for (var i = 0; i < keys.Count; i++)
        {
            _keys.Add(keys[i]);
        }

        batch.Add(request);
        size += request.Size;
    }

    private bool IsTaken(IReadOnlyList<object> keys)
    {
        for (var i = 0; i < keys.Count; i++)
        {
            if (_keys.Contains(keys[i]))
            {
                return true;
            }
        }

        return false;
    }
}

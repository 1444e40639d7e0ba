namespace Mogambo.Storage.GroupCommit;

/// <summary>Something a caller waits for and a <see cref="BatchQueue{TRequest}"/> does together with others.</summary>
internal abstract class BatchRequest
{
    private const int Waiting = 0;
    private const int Taken = 1;
    private const int Dropped = 2;

    private int _state = Waiting;

    /// <summary>What no two requests of one batch may share; the later one goes into the next batch.</summary>
    public virtual IReadOnlyList<object> Keys => [];

    /// <summary>For how many of a batch's bound it counts.</summary>
    public virtual int Size => 1;

    /// <summary>False if the caller gave up before.</summary>
    public bool TryTake() => Interlocked.CompareExchange(ref _state, Taken, Waiting) == Waiting;

    public bool TryDrop() => Interlocked.CompareExchange(ref _state, Dropped, Waiting) == Waiting;

    /// <summary>Answers with the result that was set while the batch was done; only called once it is on disk.</summary>
    public abstract void Succeed();

    public abstract void Fail(Exception exception);

    /// <summary>Answers that the caller itself cancelled.</summary>
    public abstract void Cancel(CancellationToken cancellationToken);
}

/// <inheritdoc cref="BatchRequest"/>
internal abstract class BatchRequest<TResult> : BatchRequest
{
    // Callers go on elsewhere: the loop must not run what they do next.
    private readonly TaskCompletionSource<TResult> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public TResult Result { get; set; } = default!;

    public Task<TResult> Answer => _answer.Task;

    public override void Succeed() => _answer.TrySetResult(Result);

    public override void Fail(Exception exception) => _answer.TrySetException(exception);

    public override void Cancel(CancellationToken cancellationToken) => _answer.TrySetCanceled(cancellationToken);
}

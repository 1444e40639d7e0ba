namespace Mogambo.Storage.GroupCommit;

/// <summary>
/// Has a batch done and decides what an error means for each of its callers: tries again after a deadlock, splits the batch until a bad
/// row stands alone, and tells everybody if the database is lost.
/// </summary>
/// <param name="work">Does the whole batch in one transaction and sets the results; throws if it did not commit, or may not have.</param>
internal sealed class BatchRunner<TRequest>(
    Action<IReadOnlyList<TRequest>> work, Func<Exception, Fault> classify, Outage outage)
    where TRequest : BatchRequest
{
    private const int MaxTries = 5;

    /// <summary>
    /// Ends when every caller of what was done has been answered, batch after batch, by the pool: once callers go on, the thread of the batches would wait its turn
    /// behind them before it takes the next.
    /// </summary>
    public Task Answered { get; private set; } = Task.CompletedTask;

    public void Run(IReadOnlyList<TRequest> batch)
    {
        for (var tries = 1; ; tries++)
        {
            if (outage.Current is { } lost)
            {
                FailAll(batch, new StorageUnavailableException("The database cannot be reached.", lost));
                return;
            }

            try
            {
                work(batch);
                Answered = Answered.ContinueWith(_ => SucceedAll(batch), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
                return;
            }
#pragma warning disable CA1031 // Every exception must reach the callers: the loop goes on.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                var fault = classify(exception);
                if ((fault is Fault.Retry or Fault.Race) && tries < MaxTries)
                {
#pragma warning disable RS0030 // The thread is the batches' own.
                    Thread.Sleep(Jitter(tries));
#pragma warning restore RS0030
                    continue;
                }

                GiveUp(batch, fault, exception);
                return;
            }
        }
    }

    private void GiveUp(IReadOnlyList<TRequest> batch, Fault fault, Exception exception)
    {
        switch (fault)
        {
            case Fault.Lost:
                outage.Begin(exception);
                FailAll(batch, new StorageUnavailableException("The database was lost; it is unknown what it wrote.", exception));
                break;
            case Fault.Uncertain:
                FailAll(batch, new StorageUnavailableException("It is unknown whether the database wrote.", exception));
                break;
            case Fault.Retry when batch.Count == 1:
                FailAll(batch, new StorageUnavailableException("The database did not grant the locks.", exception));
                break;
            case Fault.Row or Fault.Race when batch.Count == 1 || Failpoint.IsOn("bug.batch_fails_together"):
                FailAll(batch, new StorageRejectedException("The database does not take these values.", exception));
                break;
            default:
                var half = batch.Count / 2;
                Run([.. batch.Take(half)]);
                Run([.. batch.Skip(half)]);
                break;
        }
    }

    private static void SucceedAll(IReadOnlyList<TRequest> batch)
    {
        foreach (var request in batch)
        {
            request.Succeed();
        }
    }

    private static void FailAll(IReadOnlyList<TRequest> batch, Exception exception)
    {
        foreach (var request in batch)
        {
            request.Fail(exception);
        }
    }

#pragma warning disable CA5394 // Jitter is no secret.
    private static TimeSpan Jitter(int tries) => TimeSpan.FromMilliseconds(Random.Shared.Next(1, 10 * tries));
#pragma warning restore CA5394
}

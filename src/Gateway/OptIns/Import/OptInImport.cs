using Mogambo.Storage;
using Mogambo.Storage.OptIns;

namespace Mogambo.Gateway.OptIns.Import;

/// <summary>
/// Takes rows to the ledger in batches, two of them on their way to the disk at once, and answers them in order. What is in memory does
/// not grow with the body; no grain is woken.
/// </summary>
internal sealed partial class OptInImport(IOptIns optIns, ILogger<OptInImport> logger)
{
    private const int MaxInFlight = 2;

    /// <summary>Returns when the last line is written. Whatever goes wrong after the first row is said in that line.</summary>
    public async Task RunAsync(
        ImportLines lines, IAsyncEnumerable<ImportRow> rows, ImportRules rules, AnswerSpool spool, CancellationToken cancellationToken)
    {
        var answers = new ImportAnswers();
        string? error = null;
        try
        {
            await TakeAsync(lines, rows, rules, answers, spool, cancellationToken);
        }
        catch (StorageUnavailableException exception)
        {
            LogStopped(exception.Message);
            error = "Storage cannot be reached.";
        }
        catch (BadHttpRequestException exception)
        {
            error = exception.StatusCode == StatusCodes.Status413PayloadTooLarge
                ? "The body is larger than an import may be (1 GiB): split it."
                : "The body came too slowly or broke off.";
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            LogFailed(exception);
            error = "Something went wrong inside Mogambo; its log says what.";
        }

        await spool.WriteAsync(answers.Totals(error), cancellationToken);
    }

    private async Task TakeAsync(
        ImportLines lines,
        IAsyncEnumerable<ImportRow> rows,
        ImportRules rules,
        ImportAnswers answers,
        AnswerSpool spool,
        CancellationToken cancellationToken)
    {
        Queue<Task<IReadOnlyList<ImportAnswer>>> inFlight = [];
        var next = Task.FromResult(true);
        try
        {
            var batch = new ImportBatch();
            var reader = rows.GetAsyncEnumerator(cancellationToken);
            while (true)
            {
                next = reader.MoveNextAsync().AsTask();
                while (true)
                {
                    // Rows do not wait for others that may be long in coming.
                    if (batch.Count == ImportBatch.MaxRows || (batch.Count > 0 && inFlight.Count == 0 && !next.IsCompleted))
                    {
                        inFlight.Enqueue(batch.RecordAsync(optIns, cancellationToken));
                        batch = new ImportBatch();
                    }

                    if (!inFlight.TryPeek(out var oldest) || (inFlight.Count < MaxInFlight && await Task.WhenAny(oldest, next) != oldest))
                    {
                        break;
                    }

                    await AnswerAsync(inFlight, answers, spool, cancellationToken);
                }

                if (!await next)
                {
                    break;
                }

                var (entry, error) = await rules.ReadAsync(reader.Current, cancellationToken);
                batch.Add(reader.Current.Number, entry, error);
            }

            if (batch.Count > 0)
            {
                inFlight.Enqueue(batch.RecordAsync(optIns, cancellationToken));
            }
        }
        finally
        {
            // Where it ends early, nobody may still be reading the body when the request ends.
            if (!next.IsCompleted)
            {
                lines.StopReading();
            }

            await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

            // Also when the body breaks off: what is on its way is answered, up to the first batch that failed.
            while (inFlight.Count > 0)
            {
                await AnswerAsync(inFlight, answers, spool, cancellationToken);
            }
        }
    }

    private static async Task AnswerAsync(
        Queue<Task<IReadOnlyList<ImportAnswer>>> inFlight, ImportAnswers answers, AnswerSpool spool, CancellationToken cancellationToken)
    {
        try
        {
            await spool.WriteAsync(answers.Lines(await inFlight.Dequeue()), cancellationToken);
        }
        catch
        {
            // The rows after it are not counted as done, whatever becomes of them.
            await ((Task)Task.WhenAll(inFlight)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            inFlight.Clear();
            throw;
        }
    }

    [LoggerMessage(LogLevel.Warning, "An import of opt-ins stopped: {Reason}")]
    private partial void LogStopped(string reason);

    [LoggerMessage(LogLevel.Error, "An import of opt-ins failed")]
    private partial void LogFailed(Exception exception);
}

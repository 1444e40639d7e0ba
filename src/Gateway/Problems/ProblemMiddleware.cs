using System.Diagnostics;
using Mogambo.Storage;

namespace Mogambo.Gateway.Problems;

/// <summary>Turns exceptions and bare error statuses into problem details, so that no answer shows a stack or is empty by accident.</summary>
internal sealed partial class ProblemMiddleware(RequestDelegate next, ILogger<ProblemMiddleware> logger)
{
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // Nobody is there to read an answer.
            return;
        }
        catch (Exception exception) when (!context.Response.HasStarted)
        {
            await AnswerAsync(context, exception);
            return;
        }

        if (context.Response is { HasStarted: false, StatusCode: >= 400, ContentLength: null, ContentType: null }
            && context.GetEndpoint()?.Metadata.GetMetadata<EmptyAnswers>() is null)
        {
            await KnownProblems.ForStatus(context.Response.StatusCode).ExecuteAsync(context);
        }
    }

    private Task AnswerAsync(HttpContext context, Exception exception)
    {
        context.Response.Clear();
        if (exception is StorageUnavailableException)
        {
            LogStorageUnavailable(exception.Message);
            return KnownProblems.StorageUnavailable().ExecuteAsync(context);
        }

        if (exception is BadHttpRequestException bad)
        {
            return KnownProblems.ForStatus(bad.StatusCode).ExecuteAsync(context);
        }

        var traceId = Activity.Current?.TraceId.ToString() ?? context.TraceIdentifier;
        LogUnexpected(exception, traceId);
        return KnownProblems.Unexpected(traceId).ExecuteAsync(context);
    }

    [LoggerMessage(LogLevel.Debug, "A request was answered 503: {Reason}")]
    private partial void LogStorageUnavailable(string reason);

    [LoggerMessage(LogLevel.Error, "A request failed unexpectedly, trace {TraceId}")]
    private partial void LogUnexpected(Exception exception, string traceId);
}

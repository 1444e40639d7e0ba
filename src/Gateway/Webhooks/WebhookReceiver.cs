using Microsoft.AspNetCore.Http.Features;
using Mogambo.Gateway.Problems;
using Mogambo.Storage;
using Mogambo.WhatsApp.Webhooks;

namespace Mogambo.Gateway.Webhooks;

/// <summary>
/// One webhook from its first byte to its answer: 200 once everything in it is on disk, whatever it says; 401 if it is not genuine; 413,
/// 415; 503 if it cannot be kept now, so that WhatsApp repeats it.
/// </summary>
internal sealed partial class WebhookReceiver(
    IntakeBound bound,
    WebhookIntake intake,
    GatewayMetrics metrics,
    IOptions<GatewayOptions> options,
    TimeProvider time,
    ILogger<WebhookReceiver> logger)
{
    private static readonly TimeSpan ReadDeadline = TimeSpan.FromSeconds(15);

    private readonly int _maxBodyBytes = options.Value.MaxBodyBytes;
    private readonly TimeSpan _storeDeadline = options.Value.StoreDeadline;

    /// <returns>Null: everything is on disk, and the answer is 200 as it is. Otherwise the answer.</returns>
    public async Task<IResult?> ReceiveAsync(HttpContext context, WebhookSource source)
    {
        var startedAt = time.GetTimestamp();
        var refusal = await TakeAsync(context, source);
        metrics.Webhook(refusal is IStatusCodeHttpResult { StatusCode: { } status } ? status : StatusCodes.Status200OK, time.GetElapsedTime(startedAt));
        return refusal;
    }

    private async Task<IResult?> TakeAsync(HttpContext context, WebhookSource source)
    {
        var request = context.Request;
        if (request.Headers.ContentEncoding.Count > 0)
        {
            return KnownProblems.UnsupportedMediaType();
        }

        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = _maxBodyBytes;
        }

        if (request.ContentLength > _maxBodyBytes)
        {
            return KnownProblems.PayloadTooLarge();
        }

        if (!source.MayBeGenuine(request))
        {
            return TypedResults.StatusCode(StatusCodes.Status401Unauthorized);
        }

        using var place = bound.TryEnter();
        if (place is null)
        {
            return KnownProblems.IntakeFull();
        }

        using var body = new BufferedBody(place, _maxBodyBytes);
        return !body.TryTake(request) && await ReadAsync(body, request) is { } refusal ? refusal : await KeepAsync(body, request, source);
    }

    private async Task<IResult?> ReadAsync(BufferedBody body, HttpRequest request)
    {
        using var deadline = new CancellationTokenSource(ReadDeadline, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, request.HttpContext.RequestAborted);
        try
        {
            return await body.ReadAsync(request, stop.Token) switch
            {
                StatusCodes.Status413PayloadTooLarge => KnownProblems.PayloadTooLarge(),
                StatusCodes.Status503ServiceUnavailable => KnownProblems.IntakeFull(),
                _ => null,
            };
        }
        catch (BadHttpRequestException exception) when (exception.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return KnownProblems.PayloadTooLarge();
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested)
        {
            return TypedResults.StatusCode(StatusCodes.Status408RequestTimeout);
        }
    }

    private async Task<IResult?> KeepAsync(BufferedBody body, HttpRequest request, WebhookSource source)
    {
        await Failpoint.HitAsync("inbox.before_verify");
        if (source.Authenticate(request, body.Bytes.Span) is not { } origin)
        {
            return TypedResults.StatusCode(StatusCodes.Status401Unauthorized);
        }

        try
        {
            await Failpoint.HitAsync("inbox.before_commit");
            await TakeAsync(body, source, origin);
            await Failpoint.HitAsync("inbox.after_commit");
            return null;
        }
        catch (Exception exception) when (exception is StorageUnavailableException or TimeoutException)
        {
            LogNotKept(exception.Message);
        }
        catch (Exception exception)
        {
            LogFailed(exception);
        }

        return KnownProblems.StorageUnavailable();
    }

    private async Task TakeAsync(BufferedBody body, WebhookSource source, WebhookOrigin origin)
    {
        var parsed = Parse(body, source);
        await Failpoint.HitAsync("parse.after_split");
        var kept = intake.TakeAsync(parsed, origin);
        try
        {
            await (Failpoint.IsOn("bug.ack_before_commit") ? Task.CompletedTask : kept.WaitAsync(_storeDeadline, time));
        }
        catch (StorageRejectedException exception) when (kept.Exception!.InnerExceptions.All(fault => fault is StorageRejectedException))
        {
            // What the database will never take must not come back for days: the bytes are kept instead.
            LogUnreadable(exception);
            await intake.TakeAsync(Whole(body, "rejected", "The database did not take what it holds."), origin).WaitAsync(_storeDeadline, time);
        }
    }

    private WebhookBody Parse(BufferedBody body, WebhookSource source)
    {
        try
        {
            return source.Parse(body.Bytes);
        }
        catch (Exception exception)
        {
            // A defect of ours: kept like any other body that cannot be read, never answered with a 5xx.
            LogUnreadable(exception);
            return Whole(body, "malformed", "The body could not be read.");
        }
    }

    private static WebhookBody Whole(BufferedBody body, string reason, string details) =>
        new([], [new MalformedPart("", reason, details, body.Bytes.ToArray())]);

    [LoggerMessage(LogLevel.Debug, "A webhook was answered 503, it could not be kept: {Reason}")]
    private partial void LogNotKept(string reason);

    [LoggerMessage(LogLevel.Error, "A webhook was answered 503, it could not be kept")]
    private partial void LogFailed(Exception exception);

    [LoggerMessage(LogLevel.Error, "A webhook could not be taken apart, it is kept as a whole")]
    private partial void LogUnreadable(Exception exception);
}

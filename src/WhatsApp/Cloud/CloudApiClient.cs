using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Mogambo.Accounts;
using Mogambo.Messages;

namespace Mogambo.WhatsApp.Cloud;

/// <inheritdoc cref="IWhatsAppClient"/>
/// <remarks>Speaks the Cloud API (fact sheet 8). Logs nothing: what it knows is in the outcome.</remarks>
/// <param name="http">No <see cref="HttpClient"/>: all that it would add is a limit of time, which a send has of its own.</param>
internal sealed class CloudApiClient(HttpMessageInvoker http, TimeProvider time) : IWhatsAppClient, IDisposable
{
    // What a host may ask us to wait; longer is a mistake of its clock.
    private static readonly TimeSpan MaxRetryAfter = TimeSpan.FromHours(24);

    // One a number, of which there are few: taking an address apart costs more than looking it up.
    private readonly ConcurrentDictionary<(Uri BaseUrl, PhoneNumberId Number), Uri> _addresses = [];

    public async Task<SendOutcome> SendAsync(
        BusinessNumber number, Recipient to, OutboundContent content, AttemptId attempt, FirstByteLimit limit, CancellationToken cancellationToken)
    {
        if (number.Options is not { Api: InstanceApi.Cloud, BaseUrl: { } baseUrl })
        {
            return NotSent("No Cloud API is configured for the number", "Configure BaseUrl and the Cloud API for the number.", SendRemedy.ParkNumber);
        }

        ReadOnlyMemory<byte> body;
        try
        {
            body = SendRequest.Body(to, content, attempt);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return NotSent("The content is not a JSON object", "Correct the content.", SendRemedy.Fail);
        }

        using var once = new SingleUseContent(body, limit);
        using var request = new HttpRequestMessage(HttpMethod.Post, _addresses.GetOrAdd((baseUrl, number.Id), AddressOf));
        request.Version = HttpVersion.Version11;
        request.VersionPolicy = HttpVersionPolicy.RequestVersionExact;
        request.Content = once;
        var token = number.AccessToken;
        request.Headers.Authorization = new("Bearer", token);
        var outcome = await SendAsync(request, once, cancellationToken);

        // The refusal of a token that was replaced meanwhile says nothing of the new one.
        return outcome is SendOutcome.NotAccepted { Remedy: SendRemedy.ParkNumber } refusal && number.AccessToken != token
            ? refusal with { Remedy = SendRemedy.TryAgain }
            : outcome;
    }

    public void Dispose() => http.Dispose();

    private async Task<SendOutcome> SendAsync(HttpRequestMessage request, SingleUseContent once, CancellationToken cancellationToken)
    {
        using var end = new CancellationTokenSource(IWhatsAppClient.SendDeadline, time);
        await using var stop = cancellationToken.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), end);
        try
        {
            using var response = await http.SendAsync(request, end.Token);
            using var answer = await BoundedAnswer.ReadAsync(response.Content, end.Token);
            await Failpoint.HitAsync("send.after_response");
            return answer.IsTooLarge
                ? new SendOutcome.Unknown($"HTTP {(int)response.StatusCode} with an answer too large to be WhatsApp's")
                : SendAnswer.Read(answer.Bytes, response.StatusCode, RetryAfter(response.Headers.RetryAfter));
        }
        catch (Exception e) when (once.HasBegun && !Failpoint.IsOn("bug.blind_resend"))
        {
            // Whatever it was, bugs included: the content may have arrived, and nothing else may be said.
            return new SendOutcome.Unknown(end.IsCancellationRequested && !cancellationToken.IsCancellationRequested ? "no answer in time" : Reason(e));
        }
        catch (Exception) when (once.WasTooLate)
        {
            return NotSent("Its time to be sent had passed", "Nothing to do: it is sent again.", SendRemedy.BackOff);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return NotSent("Canceled before it was sent", "Nothing to do: it is sent again.", SendRemedy.TryAgain);
        }
        catch (OperationCanceledException)
        {
            return NotSent("No connection to WhatsApp in time", "Check the network if it stays; it is sent again.", SendRemedy.BackOff);
        }
        catch (HttpRequestException e)
        {
            return NotSent($"No connection to WhatsApp ({e.HttpRequestError})", "Check the network if it stays; it is sent again.", SendRemedy.BackOff);
        }
    }

    private static Uri AddressOf((Uri BaseUrl, PhoneNumberId Number) at) => new($"{at.BaseUrl.AbsoluteUri.TrimEnd('/')}/{at.Number}/messages");

    // Kinds only: messages of exceptions name hosts and addresses.
    private static string Reason(Exception e) => e switch
    {
        OperationCanceledException => "canceled while sending",
        HttpRequestException { HttpRequestError: not HttpRequestError.Unknown and var error } => $"the connection failed ({error})",
        HttpIOException io => $"the connection failed ({io.HttpRequestError})",
        _ => $"the connection failed ({e.GetType().Name})",
    };

    private TimeSpan? RetryAfter(RetryConditionHeaderValue? header)
    {
        var wait = header?.Delta ?? (header?.Date - time.GetUtcNow());
        return wait <= TimeSpan.Zero ? null
            : wait > MaxRetryAfter ? MaxRetryAfter
            : wait;
    }

    private static SendOutcome.NotAccepted NotSent(string title, string advice, SendRemedy remedy) => new(
        new() { Code = 0, Title = title, Advice = advice, Retryable = remedy != SendRemedy.Fail },
        remedy);
}

using System.Globalization;
using System.Net.Http.Headers;
using Mogambo.Outbound;

namespace Mogambo.Subscriptions;

/// <summary>
/// By HTTP, signed by Standard Webhooks with every valid secret. The connection is guarded, redirects are not followed, and of the answer
/// its status and <c>Retry-After</c> are read, nothing else.
/// </summary>
internal sealed class EventPoster(HttpClient http, TimeProvider time) : IEventPoster
{
    /// <summary>A receiver answers within this or has failed.</summary>
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(15);

    public async Task<PostResult> PostAsync(Uri url, IReadOnlyList<string> secrets, string id, byte[] body, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(Deadline, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            using var request = Request(url, secrets, id, body);
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stop.Token);
            var status = (int)response.StatusCode;
            return response.IsSuccessStatusCode ? new(status, null) : new(status, Sentence(status), RetryAfter(response.Headers.RetryAfter));
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested)
        {
            return new(null, $"The receiver did not answer within {Deadline.TotalSeconds} s.");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The handler's own limit for connecting is shorter than the deadline, and is reported as a cancellation.
            return new(null, "The receiver could not be reached (it takes no connection).");
        }
        catch (HttpRequestException e) when (e.Message == GuardedConnection.Refusal || e.InnerException?.Message == GuardedConnection.Refusal)
        {
            return new(null, GuardedConnection.Refusal);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return new(null, $"The receiver could not be reached ({(e as HttpRequestException)?.HttpRequestError.ToString() ?? "connection lost"}).");
        }
    }

    private static string Sentence(int status) => status switch
    {
        410 => "The receiver answered 410: it wants no more events.",
        >= 300 and < 400 => $"The receiver answered {status}: redirects are not followed, give the address that it leads to.",
        _ => $"The receiver answered {status}.",
    };

    private TimeSpan? RetryAfter(RetryConditionHeaderValue? header) => header?.Delta ?? header?.Date - time.GetUtcNow();

    private HttpRequestMessage Request(Uri url, IReadOnlyList<string> secrets, string id, byte[] body)
    {
        var timestamp = time.GetUtcNow().ToUnixTimeSeconds();
        var request = new HttpRequestMessage(HttpMethod.Post, url)
        {
            Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } },
        };
        var signatures = secrets.Select(secret => StandardWebhookSignature.Sign(StandardWebhookSignature.KeyOf(secret), id, timestamp, body));
        request.Headers.Add("webhook-id", id);
        request.Headers.Add("webhook-timestamp", timestamp.ToString(CultureInfo.InvariantCulture));
        request.Headers.TryAddWithoutValidation("webhook-signature", string.Join(' ', signatures));
        return request;
    }
}

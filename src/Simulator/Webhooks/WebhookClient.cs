using System.Net.Http.Headers;
using Mogambo.Simulator.Accounts;

namespace Mogambo.Simulator.Webhooks;

/// <summary>Posts signed bodies to the business. One connection pool for everything.</summary>
internal sealed class WebhookClient : IDisposable
{
    private readonly SemaphoreSlim _slots;
    private readonly HttpClient _http;
    private readonly TimeSpan _timeout;
    private readonly TimeProvider _time;

    public WebhookClient(SimulatorOptions options, TimeProvider time)
    {
        Target = new Uri(options.WebhookUrl);
        _timeout = options.WebhookTimeout;
        _time = time;
        _slots = new(options.WebhookConcurrency);
        _http = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,

            // Hosted in-process, a trace must not cross over: the real WhatsApp sends no traceparent.
            ActivityHeadersPropagator = null,
            MaxConnectionsPerServer = options.WebhookConcurrency,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        })
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }

    public Uri Target { get; }

    public Uri TargetOf(Account account) => account.CallbackOverride ?? Target;

    /// <summary>The status of the answer, or 0 when there was none in time.</summary>
    /// <param name="signature">Value of the signature header; null: no such header.</param>
    public async Task<int> PostAsync(Uri target, byte[] body, string? signature, CancellationToken cancellationToken)
    {
        // The wait for a free slot is ours, so it must not eat into the receiver's time.
        await _slots.WaitAsync(cancellationToken);
        try
        {
            using var timeout = new CancellationTokenSource(_timeout, _time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
            using var request = new HttpRequestMessage(HttpMethod.Post, target) { Content = new ByteArrayContent(body) };
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            request.Headers.TryAddWithoutValidation("User-Agent", "facebookexternalua");
            if (signature is not null)
            {
                request.Headers.TryAddWithoutValidation(Signature.Header, signature);
            }

            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            return (int)response.StatusCode;
        }
        catch (Exception unanswered) when (unanswered is HttpRequestException or IOException
            || (unanswered is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return 0;
        }
        finally
        {
            _slots.Release();
        }
    }

    public async Task<(int Status, string Body)> GetAsync(Uri address, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(_timeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            using var response = await _http.GetAsync(address, either.Token);
            return ((int)response.StatusCode, await response.Content.ReadAsStringAsync(either.Token));
        }
        catch (Exception unanswered) when (unanswered is HttpRequestException or IOException
            || (unanswered is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return (0, "");
        }
    }

    public void Dispose()
    {
        _http.Dispose();
        _slots.Dispose();
    }
}

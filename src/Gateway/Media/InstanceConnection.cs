using System.Text.Json;
using Mogambo.Accounts;
using Mogambo.Gateway.Problems;

namespace Mogambo.Gateway.Media;

/// <summary>The connections to instances for files: no proxy, no redirects, no cookies, and none of the connections that send messages.</summary>
internal sealed class InstanceConnection : IDisposable
{
    private static readonly TimeSpan s_deadline = TimeSpan.FromSeconds(15);

    public HttpMessageInvoker Invoker { get; } = new(new SocketsHttpHandler
    {
        UseProxy = false,
        AllowAutoRedirect = false,
        UseCookies = false,
        ConnectTimeout = TimeSpan.FromSeconds(5),
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        MaxConnectionsPerServer = 32,
        ActivityHeadersPropagator = null,
    });

    /// <summary>Where a file can be fetched; valid 5 minutes (fact sheet 9).</summary>
    public async Task<ResolvedMedia> ResolveAsync(BusinessNumber number, string id, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, InstanceAddress.Of(number, $"{id}?phone_number_id={number.Id}"));
        request.Headers.Authorization = new("Bearer", number.AccessToken);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(s_deadline);
        try
        {
            using var response = await Invoker.SendAsync(request, deadline.Token);
            if (!response.IsSuccessStatusCode)
            {
                var refusal = await InstanceRefusal.ReadAsync(response, deadline.Token);
                return refusal.StatusCode == StatusCodes.Status404NotFound ? new(null, null) : new(null, refusal);
            }

            await using var body = await response.Content.ReadAsStreamAsync(deadline.Token);
            using var json = await JsonDocument.ParseAsync(body, cancellationToken: deadline.Token);
            return json.RootElement.ValueKind == JsonValueKind.Object
                && json.RootElement.TryGetProperty("url", out var url)
                && Uri.TryCreate(url.GetString(), UriKind.Absolute, out var address)
                ? new(address, null)
                : new(null, MediaProblems.InstanceFailed("The instance did not say where the file is."));
        }
        catch (Exception e) when (e is HttpRequestException or JsonException or InvalidOperationException
            || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return new(null, MediaProblems.InstanceFailed("The instance could not be asked where the file is."));
        }
    }

    public void Dispose() => Invoker.Dispose();
}

/// <summary>A file's address, or why there is none; neither: the number knows no such file.</summary>
internal sealed record ResolvedMedia(Uri? Url, Problem? Problem);

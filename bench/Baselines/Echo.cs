using System.Net.Http.Headers;
using System.Text.Json;

namespace Mogambo.Bench.Baselines;

/// <summary>Sends a text through the instance, as its API wants it.</summary>
internal sealed class Echo(Uri instance, string number) : IDisposable
{
    private readonly HttpMessageInvoker _http = new(new SocketsHttpHandler { UseProxy = false, ActivityHeadersPropagator = null, MaxConnectionsPerServer = 64 });
    private readonly Uri _messages = new(instance, $"/v25.0/{number}/messages");
    private long _sends;

    public async Task SendAsync(string user, string text)
    {
        var body = $$"""{"messaging_product":"whatsapp","recipient_type":"individual","to":"{{user}}","type":"text","text":{"body":"{{JsonEncodedText.Encode("echo " + text)}}"},"biz_opaque_callback_data":"{{Interlocked.Increment(ref _sends)}}"}""";
        using var request = new HttpRequestMessage(HttpMethod.Post, _messages) { Content = new StringContent(body, new MediaTypeHeaderValue("application/json")) };
        request.Headers.Authorization = new("Bearer", "token");
        using var answer = await _http.SendAsync(request, CancellationToken.None);
        answer.EnsureSuccessStatusCode();
        await answer.Content.ReadAsByteArrayAsync();
    }

    public void Dispose() => _http.Dispose();
}

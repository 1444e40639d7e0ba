using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace Mogambo.Bench;

/// <summary>Posts signed webhooks of one message each, every worker the next as soon as its last was answered.</summary>
internal sealed class ClosedLoop(Uri gateway, string secret, string account, string number) : IDisposable
{
    /// <summary>As many people write, in turn.</summary>
    private const int Users = 5_000;

    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false, ActivityHeadersPropagator = null }) { BaseAddress = gateway };
    private readonly byte[] _secret = Encoding.UTF8.GetBytes(secret);
    private readonly string _run = Guid.NewGuid().ToString("N");
    private long _message;

    public async Task<Result> RunAsync(int parallel, TimeSpan duration)
    {
        var latencies = new ConcurrentBag<double>();
        var refused = 0;
        var started = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, parallel).Select(_ => Task.Run(async () =>
        {
            while (Stopwatch.GetElapsedTime(started) < duration)
            {
                var sent = Stopwatch.GetTimestamp();
                if (await PostAsync() == HttpStatusCode.OK)
                {
                    latencies.Add(Stopwatch.GetElapsedTime(sent).TotalMilliseconds);
                }
                else
                {
                    Interlocked.Increment(ref refused);
                }
            }
        })));
        return new([.. latencies.Order()], refused, Stopwatch.GetElapsedTime(started).TotalSeconds);
    }

    public void Dispose() => _http.Dispose();

    private async Task<HttpStatusCode> PostAsync()
    {
        var n = Interlocked.Increment(ref _message);
        var user = 15_560_000_000 + (n % Users);
        var body = Encoding.UTF8.GetBytes($$$"""
            {"object":"whatsapp_business_account","entry":[{"id":"{{{account}}}","changes":[{"field":"messages","value":{"messaging_product":"whatsapp","metadata":{"display_phone_number":"15550783881","phone_number_id":"{{{number}}}"},"contacts":[{"profile":{"name":"Ana"},"wa_id":"{{{user}}}"}],"messages":[{"from":"{{{user}}}","id":"wamid.{{{_run}}}{{{n}}}","timestamp":"{{{TimeProvider.System.GetUtcNow().ToUnixTimeSeconds()}}}","type":"text","text":{"body":"message {{{n}}}"}}]}}]}]}
            """);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/webhooks/whatsapp") { Content = new ByteArrayContent(body) };
        request.Headers.Add("X-Hub-Signature-256", "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(_secret, body)));
        using var answer = await _http.SendAsync(request);
        return answer.StatusCode;
    }

    /// <param name="Latencies">Milliseconds, sorted.</param>
    internal sealed record Result(double[] Latencies, int Refused, double Seconds)
    {
        public int Acknowledged => Latencies.Length;

        public double Percentile(double share) => Latencies.Length == 0 ? double.NaN : Latencies[(int)((Latencies.Length - 1) * share)];
    }
}

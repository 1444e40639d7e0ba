using System.Collections.Concurrent;
using System.Diagnostics;

namespace Mogambo.Bench;

/// <summary>Sends requests to the gateway, every worker the next as soon as its last was answered.</summary>
internal sealed class ClosedLoop(Uri gateway, Func<long, HttpRequestMessage> next) : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false, ActivityHeadersPropagator = null }) { BaseAddress = gateway };
    private long _requests;

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
                using var request = next(Interlocked.Increment(ref _requests));
                using var answer = await _http.SendAsync(request);
                if (answer.IsSuccessStatusCode)
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

    /// <param name="Latencies">Milliseconds, sorted.</param>
    internal sealed record Result(double[] Latencies, int Refused, double Seconds)
    {
        public int Accepted => Latencies.Length;

        public double Percentile(double share) => Latencies.Length == 0 ? double.NaN : Latencies[(int)((Latencies.Length - 1) * share)];
    }
}

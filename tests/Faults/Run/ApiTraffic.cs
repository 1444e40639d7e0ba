using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace Mogambo.Faults.Run;

/// <summary>The businesses send: templates to users who opted in, and texts to users who have written. They repeat with the same key until they have an answer.</summary>
internal sealed class ApiTraffic(RunCluster cluster, UserTraffic users) : IDisposable
{
    private const int Parallel = 16;
    private const int OptOutEvery = 50;

    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(10);
    private static readonly string[] s_parameters = ["Joey", "weekly", "123456"];

    private readonly HttpClient _http = new() { BaseAddress = cluster.Url, Timeout = TimeSpan.FromSeconds(20) };
    private readonly ConcurrentBag<int> _tries = [];

    /// <summary>Requests that were answered neither 2xx nor with a refusal of a rule at the first try.</summary>
    public int Repeated => _tries.Count(tries => tries > 1);

    /// <summary>Of these, the ones whose second try was not enough either.</summary>
    public int RepeatedTwice => _tries.Count(tries => tries > 2);

    /// <summary>Every receiver opts in.</summary>
    public async Task PrepareAsync()
    {
        foreach (var account in cluster.Accounts)
        {
            var rows = string.Concat(Enumerable.Range(0, cluster.Options.Sends).Where(n => Of(n) == account).Select(n => $"{account.Receiver(n)},faults\n"));
            using var request = Request(HttpMethod.Post, "/v1/opt-ins:import", account);
            request.Content = new StringContent("number,source\n" + rows, new MediaTypeHeaderValue("text/csv"));
            using var answer = await _http.SendAsync(request);
            answer.EnsureSuccessStatusCode();
            await answer.Content.ReadAsStringAsync();
        }
    }

    public async Task RunAsync()
    {
        var options = cluster.Options;
        var started = TimeProvider.System.GetTimestamp();
        await System.Threading.Tasks.Parallel.ForEachAsync(
            Enumerable.Range(0, options.Sends), new ParallelOptions { MaxDegreeOfParallelism = Parallel }, async (n, _) =>
            {
                var ahead = (options.Load * n / options.Sends) - TimeProvider.System.GetElapsedTime(started);
                if (ahead > TimeSpan.Zero)
                {
                    await Task.Delay(ahead, CancellationToken.None);
                }

                await SendAsync(n);
                if (n % OptOutEvery == OptOutEvery - 1)
                {
                    await OptOutAsync(n);
                }
            });
    }

    public void Dispose() => _http.Dispose();

    private async Task SendAsync(int n)
    {
        var account = Of(n);
        var isText = n % 5 == 4 && users.Written > 0;
        string user;
        if (isText)
        {
            (account, user) = users.Of(n % Math.Min(users.Written, cluster.Options.Conversations));
        }
        else
        {
            user = account.Receiver(n);
        }

        object body = isText
            ? new { to = user, from = account.Number, type = "text", text = new { body = $"news {n}" } }
            : new { to = user, type = "template", template = new { name = RunAccount.Template, language = "en", parameters = new { body = s_parameters } } };
        var key = $"send-{n}";
        await UntilAnsweredAsync(async () =>
        {
            cluster.Ledger.Add("api_call", new() { ["item_id"] = key, ["account"] = account.Id, ["number"] = account.Number, ["user"] = user, ["mode"] = isText ? "text" : "template" });
            using var request = Request(HttpMethod.Post, "/v1/messages", account);
            request.Headers.Add("Idempotency-Key", key);
            request.Content = JsonContent.Create(body);
            using var answer = await _http.SendAsync(request);
            var text = await answer.Content.ReadAsStringAsync();
            var id = answer.IsSuccessStatusCode ? JsonDocument.Parse(text).RootElement.GetProperty("id").GetString() : null;
            cluster.Ledger.Add("api_ack", new()
            {
                ["item_id"] = key,
                ["account"] = account.Id,
                ["http_status"] = (int)answer.StatusCode,
                ["message"] = id,
                ["replayed"] = answer.Headers.Contains("Idempotent-Replayed"),
            });
            return IsFinal(answer);
        });
    }

    private async Task OptOutAsync(int n)
    {
        var account = Of(n);
        await UntilAnsweredAsync(async () =>
        {
            using var request = Request(HttpMethod.Delete, $"/v1/contacts/{account.Receiver(n)}/opt-in", account);
            request.Content = JsonContent.Create(new { source = "faults" });
            using var answer = await _http.SendAsync(request);
            if (answer.IsSuccessStatusCode)
            {
                cluster.Ledger.Add("optout_ack", new() { ["account"] = account.Id, ["user"] = account.Receiver(n) });
            }

            return IsFinal(answer);
        });
    }

    // 408, 429, 5xx and whatever names a time to come again (409 of a first request that is still under way) say "again".
    private static bool IsFinal(HttpResponseMessage answer) =>
        (int)answer.StatusCode < 500
        && answer.StatusCode is not (HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout)
        && answer.Headers.RetryAfter is null;

    // No answer at all says "again" too.
    private async Task UntilAnsweredAsync(Func<Task<bool>> ask)
    {
        var started = TimeProvider.System.GetTimestamp();
        for (var tries = 1; TimeProvider.System.GetElapsedTime(started) < s_patience; tries++)
        {
            try
            {
                if (await ask())
                {
                    _tries.Add(tries);
                    return;
                }
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
            {
                // The gateway died, or its silo.
            }

            await Task.Delay(s_pause);
        }

        throw new TimeoutException("A request to the API was not answered for ten minutes.");
    }

    private RunAccount Of(int n) => cluster.Accounts[n % cluster.Accounts.Count];

    private static HttpRequestMessage Request(HttpMethod method, string path, RunAccount account)
    {
        var request = new HttpRequestMessage(method, path);
        request.Headers.Authorization = new("Bearer", account.ApiKey);
        return request;
    }
}

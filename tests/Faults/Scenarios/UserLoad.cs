using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Mogambo.Faults.Scenarios;

/// <summary>Users who write, through the simulated WhatsApp, which repeats its webhooks until they are acknowledged.</summary>
public sealed class UserLoad(HttpClient control, string secret, string account, string number)
{
    private int _written;

    /// <summary>What to add to the word that something was awaited in vain.</summary>
    internal Func<string>? Explain { get; set; }

    internal Uri WebhookUrl { get; set; } = null!;

    /// <summary>Users write until it is stopped, so many of them at once, each waiting for the acknowledgement of what it wrote.</summary>
    public Task RunAsync(int users, TimeSpan pause, CancellationToken stop) => Task.WhenAll(Enumerable.Range(0, users).Select(async user =>
    {
        try
        {
            for (var n = 0; !stop.IsCancellationRequested; n++)
            {
                await WriteAsync(User(user * 20 + (n % 20)), $"n{n}", wait: true, stop);
                await Task.Delay(pause, stop);
            }
        }
        catch (OperationCanceledException)
        {
            // Enough was written.
        }
    }));

    /// <summary>Each of so many users writes once; returns before any of it is acknowledged.</summary>
    public Task BurstAsync(int users, string text) =>
        Parallel.ForEachAsync(Enumerable.Range(0, users), async (user, stop) => await WriteAsync(User(user), text, wait: false, stop));

    public async Task WriteAsync(string user, string text, bool wait, CancellationToken stop = default)
    {
        using var response = await control.PostAsJsonAsync($"/control/users/{user}/messages", new { text, wait }, stop);
        response.EnsureSuccessStatusCode();
        Interlocked.Increment(ref _written);
    }

    /// <summary>Posts a webhook once that nobody repeats: an event of a kind that is only kept, which the database must do before the answer.</summary>
    /// <returns>The answer's status and how long it took.</returns>
    public Task<(HttpStatusCode Status, TimeSpan Took)> PostOnceAsync(CancellationToken stop = default) => PostAsync(
        $$$"""
        {"object":"whatsapp_business_account","entry":[{"id":"{{{account}}}","time":{{{TimeProvider.System.GetUtcNow().ToUnixTimeSeconds()}}},
        "changes":[{"field":"faults_probe","value":{"number":"{{{number}}}","probe":"{{{Guid.NewGuid():N}}}"}}]}]}
        """,
        stop);

    /// <summary>As <see cref="PostOnceAsync"/>, a status of one attempt of ours, with a time of its own (Unix seconds).</summary>
    public Task<(HttpStatusCode Status, TimeSpan Took)> PostStatusAsync(string? attempt, string status, long time, CancellationToken stop = default)
    {
        var opaque = attempt is null ? "" : $"\"biz_opaque_callback_data\":\"{attempt}\",";
        return PostAsync(
            $$$"""
            {"object":"whatsapp_business_account","entry":[{"id":"{{{account}}}","changes":[{"field":"messages","value":{"messaging_product":"whatsapp",
            "metadata":{"phone_number_id":"{{{number}}}"},"statuses":[{"id":"wamid.{{{Guid.NewGuid():N}}}","status":"{{{status}}}",{{{opaque}}}
            "timestamp":"{{{time}}}","recipient_id":"15559990000"}]}}]}]}
            """,
            stop);
    }

    /// <summary>How many messages of users are acknowledged.</summary>
    public async Task<long> AcknowledgedAsync() =>
        JsonDocument.Parse(await control.GetStringAsync("/control/stats")).RootElement.GetProperty("acked").GetInt64();

    public async Task<long> PendingAsync() =>
        JsonDocument.Parse(await control.GetStringAsync("/control/pending")).RootElement.GetProperty("pending").GetInt64();

    /// <summary>Sends that the instance accepted.</summary>
    public async Task<IReadOnlyList<JsonElement>> SendsAsync() =>
        [.. JsonDocument.Parse(await control.GetStringAsync("/control/sends")).RootElement.EnumerateArray()];

    /// <summary>Until so many more are acknowledged than are now.</summary>
    public async Task AcknowledgesAsync(int more, TimeSpan patience)
    {
        var until = await AcknowledgedAsync() + more;
        await Await.TrueAsync($"{more} more are acknowledged", async () => await AcknowledgedAsync() >= until, patience);
    }

    /// <summary>Until the text was answered to all these users, each its own.</summary>
    public Task AnsweredAsync(int users, string text, TimeSpan patience) => Task.WhenAll(Enumerable.Range(0, users).Select(user => Await.TrueAsync(
        $"'{text}' of {User(user)} is answered", async () => (await RepliesAsync(User(user))).Contains($"echo {text}"), patience, Explain)));

    public static string User(int n) => string.Create(CultureInfo.InvariantCulture, $"1555060{n:0000}");

    private async Task<IReadOnlyList<string>> RepliesAsync(string user)
    {
        using var response = await control.GetAsync($"/control/users/{user}/messages");
        return !response.IsSuccessStatusCode
            ? []
            : [.. JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement.EnumerateArray()
                .Where(message => message.GetProperty("direction").GetString() == "in")
                .Select(message => message.GetProperty("content").GetProperty("body").GetString()!)];
    }

    private async Task<(HttpStatusCode Status, TimeSpan Took)> PostAsync(string text, CancellationToken stop)
    {
        var body = Encoding.UTF8.GetBytes(text);
        using var request = new HttpRequestMessage(HttpMethod.Post, WebhookUrl) { Content = new ByteArrayContent(body) };
        request.Headers.Add("X-Hub-Signature-256", "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), body)));
        var started = Stopwatch.GetTimestamp();
        using var response = await control.SendAsync(request, stop);
        return (response.StatusCode, Stopwatch.GetElapsedTime(started));
    }
}

using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Mogambo.EndToEnd.Tests.Sending;

namespace Mogambo.EndToEnd.Tests.Telemetry;

/// <summary>Nothing personal and no secret is in any log, metric or trace, whatever goes wrong.</summary>
public sealed class CanaryTests
{
    private const string User = "15559870012";
    private const string FailingUser = "15559870013";
    private const string Text = "canary-text-seven-elephants";
    private const string Name = "Zanzibarella Canary";
    private const string BotText = "canary-bot-says-marmalade";
    private const string Variable = "canary-variable-tangerine";
    private const string WrongKey = "mgb_test_canary_wrong_key_0123456789abcdefgh";
    private const string Path = "canary-path-of-the-subscriber";
    private const string BotSecret = "whsec_Y2FuYXJ5LWNhbmFyeS1jYW5hcnktY2FuYXJ5";

    [Fact]
    public async Task No_number_name_text_or_secret_is_in_logs_metrics_or_traces()
    {
        await using var outside = await Outside.StartAsync();
        outside.BotSays = BotText;
        var settings = outside.Settings;
        settings["Mogambo__Accounts__0__Bot__Kind"] = "Http";
        settings["Mogambo__Accounts__0__Bot__Url"] = outside.Url + "/bot";
        settings["Mogambo__Accounts__0__Bot__Secret"] = BotSecret;
        settings["Mogambo__Gateway__GrainDeadline"] = "00:00:00.010";
        settings["Logging__LogLevel__Default"] = "Debug";
        var database = await PostgresDatabase.CreateAsync();
        await using var system = await MogamboSystem.StartAsync(database, settings);
        await Eventually.TrueAsync("what waits is sampled", async () =>
            (await system.Mogambo.Api.GetStringAsync("/metrics")).Contains("\nmogambo_database_up 1\n", StringComparison.Ordinal));
        await system.ApprovedTemplateAsync("canary_template", "Your order {{1}} is ready for you today.", "Ann");

        await WriteAsync(system, User, Text, "wamid.canary-1");
        await Eventually.TrueAsync("the bot's answer is there", async () => (await system.RepliesAsync(User)).Contains(BotText));
        await WriteAsync(system, FailingUser, "fail " + Text, "wamid.canary-2");
        await CallWronglyAsync(system);
        var secret = (await system.Mogambo.ExpectAsync(
            HttpStatusCode.Created, HttpMethod.Post, "/v1/subscriptions", new { url = $"{outside.Url}/subscriber/{Path}" })).Text("secret");
        await system.Mogambo.ExpectAsync(HttpStatusCode.OK, HttpMethod.Put, $"/v1/contacts/{User}/opt-in", new { source = Text });
        await system.SetFaultsAsync(new JsonObject { ["garbage"] = new JsonObject { ["user"] = User, ["mode"] = "html500" } });
        await system.Mogambo.ExpectAsync(HttpStatusCode.Accepted, HttpMethod.Post, "/v1/messages", ApiCalls.TemplateTo(User, "canary_template", Variable), "canary-idempotency-key");
        await Eventually.TrueAsync("a send is unknown", async () => (await system.Mogambo.Api.GetStringAsync("/metrics")).Contains("outcome=\"unknown\"", StringComparison.Ordinal));
        await database.Server.StopAsync(PostgresServer.StopMode.Immediate);
        using (var refused = await PostAsync(system, User, Text, "wamid.canary-3"))
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        }

        await Eventually.TrueAsync("the metrics say that the database is away", async () =>
            (await system.Mogambo.Api.GetStringAsync("/metrics")).Contains("\nmogambo_database_up 0\n", StringComparison.Ordinal));
        await database.Server.StartAsync();
        await Eventually.TrueAsync("the metrics say that it is back", async () =>
            (await system.Mogambo.Api.GetStringAsync("/metrics")).Contains("\nmogambo_database_up 1\n", StringComparison.Ordinal));
        await Eventually.TrueAsync("deliveries failed", async () => (await system.Mogambo.Api.GetStringAsync("/metrics")).Contains("mogambo_deliveries_total{outcome=\"failed\"}", StringComparison.Ordinal));
        var metricsAt = outside.Metrics.Count;
        await Eventually.TrueAsync("the metrics were exported since", () => outside.Metrics.Count > metricsAt + 1);

        Dictionary<string, string> captured = new()
        {
            ["log"] = string.Join('\n', system.Mogambo.Log),
            ["metrics"] = await system.Mogambo.Api.GetStringAsync("/metrics"),
            ["otlp traces"] = string.Join('\n', outside.Traces.Select(Encoding.UTF8.GetString)),
            ["otlp metrics"] = string.Join('\n', outside.Metrics.Select(Encoding.UTF8.GetString)),
        };
        Assert.Contains("dead letter", captured["log"], StringComparison.Ordinal);
        Assert.Contains("mogambo_webhook_duration_seconds_count{answer=\"503\"}", captured["metrics"], StringComparison.Ordinal);
        Assert.Contains("mogambo.send.duration", captured["otlp metrics"], StringComparison.Ordinal);
        Assert.Contains("msg_", captured["otlp traces"], StringComparison.Ordinal);
        Assert.Superset(new HashSet<string> { "webhook", "turn", "bot", "request", "send", "status" }, outside.Spans.Select(span => span.Name).ToHashSet());
        Assert.True(!WatchFiles.Named.Except(WatchFiles.Served(captured["metrics"])).Any(), $"{string.Join(", ", WatchFiles.Named.Except(WatchFiles.Served(captured["metrics"])))} missing of\n{captured["metrics"]}");
        string[] canaries =
        [
            User, FailingUser, Text, Name, "Zanzibarella", BotText, Variable, WrongKey, Path, BotSecret, BotSecret["whsec_".Length..], secret, "canary-idempotency-key",
            MogamboProcess.ApiKey, MogamboProcess.AppSecret, "end-to-end-access-token", "end-to-end-verify-token", "wamid.canary",
        ];
        var found = from canary in canaries
                    from one in captured
                    from line in one.Value.Split('\n')
                    where line.Contains(canary, StringComparison.OrdinalIgnoreCase)
                    select $"{canary} in {one.Key}: {line}";
        Assert.Empty(found.Take(20));
    }

    /// <summary>Everything that a caller gets wrong with what must not be told.</summary>
    private static async Task CallWronglyAsync(MogamboSystem system)
    {
        using (var request = new HttpRequestMessage(HttpMethod.Get, $"/v1/contacts/{User}"))
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", WrongKey);
            using var unauthorized = await system.Mogambo.Api.SendAsync(request);
            Assert.Equal(HttpStatusCode.Unauthorized, unauthorized.StatusCode);
        }

        await system.Mogambo.ExpectAsync(HttpStatusCode.BadRequest, HttpMethod.Post, "/v1/messages", new { to = User, type = "text", text = new { body = Text }, nonsense = Name });
        using var unsigned = await system.Mogambo.Api.PostAsync("/webhooks/whatsapp", new StringContent(Text));
        Assert.Equal(HttpStatusCode.Unauthorized, unsigned.StatusCode);
        using var broken = await system.PostWebhookAsync(Encoding.UTF8.GetBytes($"{{\"{Text}\": {User}"));
        Assert.Equal(HttpStatusCode.OK, broken.StatusCode);
        using var unknownNumber = await system.PostWebhookAsync(Body(User, Text, "wamid.canary-9", number: "999999999999999"));
        Assert.Equal(HttpStatusCode.OK, unknownNumber.StatusCode);
    }

    private static async Task WriteAsync(MogamboSystem system, string user, string text, string wamid)
    {
        using var answer = await PostAsync(system, user, text, wamid);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    private static Task<HttpResponseMessage> PostAsync(MogamboSystem system, string user, string text, string wamid) =>
        system.PostWebhookAsync(Body(user, text, wamid, MogamboProcess.PhoneNumberId));

    private static byte[] Body(string user, string text, string wamid, string number) => Encoding.UTF8.GetBytes($$$"""
        {"object":"whatsapp_business_account","entry":[{"id":"{{{MogamboProcess.AccountId}}}","changes":[{"field":"messages","value":{"messaging_product":"whatsapp",
        "metadata":{"phone_number_id":"{{{number}}}"},"contacts":[{"profile":{"name":"{{{Name}}}"},"wa_id":"{{{user}}}"}],
        "messages":[{"from":"{{{user}}}","id":"{{{wamid}}}","timestamp":"{{{TimeProvider.System.GetUtcNow().ToUnixTimeSeconds()}}}","type":"text","text":{"body":"{{{text}}}"}}]}}]}]}
        """);
}

using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Mogambo.EndToEnd.Tests;

/// <summary>An instance that refuses, breaks and lies: each attempt ends as design 4.3 says, and none is made twice blindly.</summary>
public abstract class InstanceFaultTests(EchoSystem echo)
{
    private readonly MogamboSystem _system = echo.System;

    [Theory]
    [InlineData("15550500001", 130429)]
    [InlineData("15550500002", 131056)]
    [InlineData("15550500003", 131016)]
    public async Task A_throttled_message_waits_and_is_sent_later(string user, int code)
    {
        await WithFaultAsync("error", user, new() { ["code"] = code, ["http"] = 400, ["count"] = 1 });

        await _system.WriteAsync(user, new { text = "hi" });

        await StatusIsAsync(user, "read");
        var sends = await SendsToAsync(user);
        Assert.Equal(2, sends.Count);
        Assert.EndsWith(".1", sends[0].GetProperty("opaque").GetString(), StringComparison.Ordinal);
        Assert.EndsWith(".2", sends[1].GetProperty("opaque").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_500_without_a_graph_body_is_unknown_and_is_not_sent_twice()
    {
        await WithFaultAsync("garbage", "15550500004", new() { ["mode"] = "html500" });

        await _system.WriteAsync("15550500004", new { text = "hi" });

        await StatusIsAsync("15550500004", "unknown");
        await NothingMoreIsSentAsync("15550500004", sends: 1);
    }

    [Theory]
    [InlineData("15550500005", "reset")]
    [InlineData("15550500006", "silence")]
    public async Task A_message_that_was_accepted_and_not_answered_is_settled_by_the_echo(string user, string mode)
    {
        await WithFaultAsync("drop_after", user, new() { ["mode"] = mode });

        await _system.WriteAsync(user, new { text = "hi" });

        await StatusIsAsync(user, "read");
        await NothingMoreIsSentAsync(user, sends: 1);
    }

    [Fact]
    public async Task Without_an_echo_it_stands_unknown_and_is_not_sent_twice()
    {
        await _system.SetFaultsAsync(new JsonObject
        {
            ["drop_after"] = new JsonObject { ["user"] = "15550500007", ["mode"] = "reset" },
            ["no_echo"] = new JsonObject { ["user"] = "15550500007" },
        });

        await _system.WriteAsync("15550500007", new { text = "hi" });

        await StatusIsAsync("15550500007", "unknown");
        await NothingMoreIsSentAsync("15550500007", sends: 1);
    }

    [Fact]
    public async Task An_error_that_nothing_helps_fails_with_the_codes_advice()
    {
        await WithFaultAsync("error", "15550500008", new() { ["code"] = 131026, ["http"] = 400 });

        await _system.WriteAsync("15550500008", new { text = "hi" });

        var message = await StatusIsAsync("15550500008", "failed");
        Assert.Equal(131026, message.GetProperty("error").GetProperty("code").GetInt32());
        Assert.NotEmpty(message.GetProperty("error").GetProperty("advice").GetString()!);
    }

    [Fact]
    public async Task Statuses_that_come_before_the_answer_are_kept()
    {
        await WithFaultAsync("status_before_answer", "15550500009", []);

        await _system.WriteAsync("15550500009", new { text = "hi" });

        await StatusIsAsync("15550500009", "read");
        await NothingMoreIsSentAsync("15550500009", sends: 1);
    }

    [Fact]
    public async Task Deliveries_that_are_told_after_failures_end_the_waiting_and_the_next_message_is_answered()
    {
        const string user = "15550500020";
        await WithFaultAsync("no_statuses", user, []);
        await _system.WriteAsync(user, new { text = "one" });
        await _system.WriteAsync(user, new { text = "two" });
        await Eventually.TrueAsync("both replies are out", async () => (await SendsToAsync(user)).Count == 2);
        var sends = await SendsToAsync(user);

        foreach (var send in sends)
        {
            await PostStatusAsync(user, send, "failed");
        }

        foreach (var send in sends)
        {
            await PostStatusAsync(user, send, "delivered");
        }

        await _system.WriteAsync(user, new { text = "three" });
        await Eventually.TrueAsync("the third is answered", async () => (await _system.RepliesAsync(user)).Contains("echo three"));
        Assert.Equal(3, (await SendsToAsync(user)).Count);
    }

    [Fact]
    public async Task An_expired_token_parks_the_number_and_a_new_one_sends_what_waited()
    {
        await using var system = await MogamboSystem.StartAsync(
            await TestDatabase.CreateAsync("Sqlite"),
            new Dictionary<string, string> { ["Mogambo__Accounts__0__Numbers__0__AccessToken"] = "an-expired-token" });
        await system.WriteAsync("15550500010", new { text = "one" });
        await system.WriteAsync("15550500011", new { text = "two" });
        await Eventually.TrueAsync("both are held for the number", async () =>
            (await system.Mogambo.GetAsync("/v1/messages?direction=outbound&status=queued")).GetProperty("data").EnumerateArray()
                .Count(message => message.GetProperty("held_for").GetString() == "number") == 2);

        Assert.Equal(0, await system.Mogambo.StopAsync());
        system.Mogambo.Set("Mogambo__Accounts__0__Numbers__0__AccessToken", "end-to-end-access-token");
        await system.Mogambo.StartAsync();

        await Eventually.TrueAsync("both replies are there", async () =>
            (await system.RepliesAsync("15550500010")).Count == 1 && (await system.RepliesAsync("15550500011")).Count == 1);
    }

    private async Task PostStatusAsync(string user, JsonElement send, string status)
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        var errors = status == "failed" ? """, "errors":[{"code":131000,"title":"Something went wrong"}]""" : "";
        using var answer = await _system.PostWebhookAsync(Encoding.UTF8.GetBytes($$$"""
            {"object":"whatsapp_business_account","entry":[{"id":"{{{MogamboProcess.AccountId}}}","changes":[{"field":"messages","value":{
             "messaging_product":"whatsapp","metadata":{"phone_number_id":"{{{MogamboProcess.PhoneNumberId}}}"},
             "statuses":[{"id":"{{{send.GetProperty("id").GetString()}}}","status":"{{{status}}}","timestamp":"{{{now}}}","recipient_id":"{{{user}}}",
              "biz_opaque_callback_data":"{{{send.GetProperty("opaque").GetString()}}}"{{{errors}}}}]}}]}]}
            """));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    private Task WithFaultAsync(string kind, string user, JsonObject rule)
    {
        rule["user"] = user;
        return _system.SetFaultsAsync(new JsonObject { [kind] = rule });
    }

    private async Task<JsonElement> StatusIsAsync(string user, string status)
    {
        JsonElement message = default;
        await Eventually.TrueAsync($"the reply to {user} is {status}", async () =>
        {
            var messages = (await _system.Mogambo.GetAsync($"/v1/messages?user={user}&direction=outbound")).GetProperty("data");
            message = messages.GetArrayLength() == 1 ? messages[0] : default;
            return message.ValueKind == JsonValueKind.Object && message.GetProperty("status").GetString() == status;
        }, explain: () => message.ToString());
        return message;
    }

    private async Task<IReadOnlyList<JsonElement>> SendsToAsync(string user) =>
        [.. (await _system.SendsAsync()).Where(send => send.GetProperty("user").GetString() == user)];

    /// <summary>A message of the same user that is answered afterwards shows that the one before is left alone.</summary>
    private async Task NothingMoreIsSentAsync(string user, int sends)
    {
        await _system.SetFaultsAsync(new JsonObject());
        await _system.WriteAsync(user, new { text = "and now?" });
        await Eventually.TrueAsync("the next message is answered", async () => (await _system.RepliesAsync(user)).Contains("echo and now?"));
        Assert.Equal(sends + 1, (await SendsToAsync(user)).Count);
    }
}

public sealed class InstanceFaultTogetherTests(EchoSystem echo) : InstanceFaultTests(echo), IClassFixture<EchoSystem>;

public sealed class InstanceFaultApartTests(EchoSystemApart echo) : InstanceFaultTests(echo), IClassFixture<EchoSystemApart>;

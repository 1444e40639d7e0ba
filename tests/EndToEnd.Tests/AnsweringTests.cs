using System.Net;
using System.Text;
using System.Text.Json;

namespace Mogambo.EndToEnd.Tests;

/// <summary>From webhook to reply, in the real processes.</summary>
public abstract class AnsweringTests(EchoSystem echo)
{
    private readonly MogamboSystem _system = echo.System;

    [Fact]
    public async Task A_user_writes_and_gets_the_answer_with_its_ticks()
    {
        var written = await _system.WriteAsync("15550100001", new { text = "hello", name = "Ana" });

        Assert.Equal(200, written.GetProperty("status").GetInt32());
        await RepliesAreAsync("15550100001", "echo hello");
        await Eventually.TrueAsync("the reply is read", async () =>
        {
            var messages = (await _system.Mogambo.GetAsync("/v1/messages?user=15550100001&direction=outbound")).GetProperty("data");
            return messages.GetArrayLength() == 1 && messages[0].GetProperty("status").GetString() == "read";
        });
    }

    [Fact]
    public async Task Twenty_copies_at_once_and_one_later_are_one_message_and_21_times_200()
    {
        var body = Webhook("15550100002", "wamid.copies", "copies");
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => _system.PostWebhookAsync(body)));
        await RepliesAreAsync("15550100002", "echo copies");
        var later = await _system.PostWebhookAsync(body);

        Assert.All(answers.Append(later), answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
        await _system.WriteAsync("15550100002", new { text = "last" });
        await RepliesAreAsync("15550100002", "echo copies", "echo last");
    }

    [Fact]
    public async Task Three_messages_of_three_users_in_one_change_are_all_answered()
    {
        var body = Envelope(Change(("15550100011", "wamid.b1", "one"), ("15550100012", "wamid.b2", "two"), ("15550100013", "wamid.b3", "three")));

        using var answer = await _system.PostWebhookAsync(body);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        await RepliesAreAsync("15550100011", "echo one");
        await RepliesAreAsync("15550100012", "echo two");
        await RepliesAreAsync("15550100013", "echo three");
    }

    [Fact]
    public async Task Of_1000_changes_with_3_malformed_997_are_answered_and_3_are_dead_letters()
    {
        var before = await DeadLettersAsync();
        var changes = Enumerable.Range(0, 1000).Select(n => n is 10 or 500 or 999
            ? $$"""{"field":"messages","value":{"messaging_product":"whatsapp","metadata":{"phone_number_id":[{{n}}]} } }"""
            : Change((FormattableString.Invariant($"1555020{n:0000}"), $"wamid.k{n}", $"n{n}")));

        using var answer = await _system.PostWebhookAsync(Envelope([.. changes]));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(before + 3, await DeadLettersAsync());
        await Eventually.TrueAsync("997 replies are out", async () =>
            (await _system.SendsAsync()).Count(send => send.GetProperty("user").GetString()!.StartsWith("1555020", StringComparison.Ordinal)) == 997);
    }

    [Fact]
    public async Task Of_300_users_at_32_parallel_everyone_gets_the_own_answer()
    {
        var users = Enumerable.Range(0, 300).Select(n => FormattableString.Invariant($"1555030{n:0000}")).ToArray();
        await Parallel.ForEachAsync(users, new ParallelOptions { MaxDegreeOfParallelism = 32 }, async (user, _) =>
            await _system.WriteAsync(user, new { text = "I am " + user }));

        foreach (var user in users)
        {
            await RepliesAreAsync(user, "echo I am " + user);
        }
    }

    [Fact]
    public async Task Ten_messages_of_one_user_are_answered_in_order()
    {
        for (var n = 0; n < 10; n++)
        {
            await _system.WriteAsync("15550100020", new { text = $"m{n}" });
        }

        await RepliesAreAsync("15550100020", [.. Enumerable.Range(0, 10).Select(n => $"echo m{n}")]);
    }

    [Fact]
    public async Task A_message_25_hours_old_gets_no_free_form_reply_and_opens_no_window()
    {
        await _system.WriteAsync("15550100030", new { text = "late", timestamp = "-25h" });

        await Eventually.TrueAsync("the reply is refused", async () =>
        {
            var messages = (await _system.Mogambo.GetAsync("/v1/messages?user=15550100030&direction=outbound")).GetProperty("data");
            return messages.GetArrayLength() == 1
                && messages[0].GetProperty("status").GetString() == "failed"
                && messages[0].GetProperty("error").GetProperty("code").GetInt32() == 131047;
        });
        Assert.Empty(await _system.RepliesAsync("15550100030"));
        Assert.False((await _system.Mogambo.GetAsync("/v1/contacts/15550100030")).GetProperty("window").GetProperty("open").GetBoolean());
    }

    [Fact]
    public async Task A_message_from_the_future_opens_no_window_beyond_a_day_from_now()
    {
        await _system.WriteAsync("15550100031", new { text = "early", timestamp = "+20h" });

        // A process that has just started may take it by way of the inbox.
        JsonElement window = default;
        await Eventually.TrueAsync("the window is open", async () =>
        {
            window = (await _system.Mogambo.GetAsync("/v1/contacts/15550100031")).GetProperty("window");
            return window.GetProperty("open").GetBoolean();
        });
        Assert.True(window.GetProperty("closes_at").GetDateTimeOffset() <= TimeProvider.System.GetUtcNow().AddHours(24));
    }

    [Fact]
    public async Task A_forged_webhook_is_401_and_leaves_nothing()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, _system.Mogambo.WebhookUrl)
        {
            Content = new ByteArrayContent(Webhook("15550100040", "wamid.forged", "forged")),
        };
        request.Headers.Add("X-Hub-Signature-256", "sha256=" + new string('0', 64));
        using var http = new HttpClient();
        using var answer = await http.SendAsync(request);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal(0, (await _system.Mogambo.GetAsync("/v1/messages?user=15550100040")).GetProperty("data").GetArrayLength());
    }

    [Fact]
    public async Task The_conversation_is_still_there_after_a_stop_and_a_start()
    {
        await using var system = await MogamboSystem.StartAsync(await TestDatabase.CreateAsync("Sqlite"));
        await system.WriteAsync("15550100050", new { text = "remember" });
        await Eventually.TrueAsync("the reply is out", async () => (await system.RepliesAsync("15550100050")).Count == 1);

        Assert.Equal(0, await system.Mogambo.StopAsync());
        await system.Mogambo.StartAsync();

        var messages = await system.Mogambo.GetAsync($"/v1/conversations/{MogamboProcess.PhoneNumberId}/15550100050/messages");
        Assert.Equal(2, messages.GetProperty("data").GetArrayLength());
    }

    private async Task<int> DeadLettersAsync() => (await _system.Mogambo.GetAsync("/v1/dead-letters?limit=200")).GetProperty("data").GetArrayLength();

    private async Task RepliesAreAsync(string user, params string[] expected)
    {
        await Eventually.TrueAsync($"{user} has {expected.Length} replies", async () => (await _system.RepliesAsync(user)).Count >= expected.Length);
        Assert.Equal(expected, await _system.RepliesAsync(user));
    }

    private static byte[] Webhook(string user, string wamid, string text) => Envelope(Change((user, wamid, text)));

    private static byte[] Envelope(params string[] changes) => Encoding.UTF8.GetBytes(
        $$"""{"object":"whatsapp_business_account","entry":[{"id":"{{MogamboProcess.AccountId}}","changes":[{{string.Join(',', changes)}}]}]}""");

    private static string Change(params (string User, string Wamid, string Text)[] messages)
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        var contacts = messages.Select(message => $$"""{"profile":{"name":"Ana"},"wa_id":"{{message.User}}"}""");
        var contents = messages.Select(message =>
            $$$"""{"from":"{{{message.User}}}","id":"{{{message.Wamid}}}","timestamp":"{{{now}}}","type":"text","text":{"body":"{{{message.Text}}}"}}""");
        return $$$"""
            {"field":"messages","value":{"messaging_product":"whatsapp","metadata":{"display_phone_number":"15550783881","phone_number_id":"{{{MogamboProcess.PhoneNumberId}}}"},
             "contacts":[{{{string.Join(',', contacts)}}}],"messages":[{{{string.Join(',', contents)}}}]}}
            """;
    }
}

public sealed class AnsweringTogetherTests(EchoSystem echo) : AnsweringTests(echo), IClassFixture<EchoSystem>;

public sealed class AnsweringApartTests(EchoSystemApart echo) : AnsweringTests(echo), IClassFixture<EchoSystemApart>;

using System.Net;
using System.Text;
using System.Text.Json;
using Mogambo.Conversations;
using Mogambo.Gateway.Tests.TestKit;

namespace Mogambo.Gateway.Tests.OptIns;

/// <summary>Opt-ins over HTTP, on the real ledger.</summary>
public sealed class OptInTests(SharedHost shared) : IClassFixture<SharedHost>
{
    private readonly UserId _user = Some.User();

    private string Path => $"/v1/contacts/+{_user}/opt-in";

    [Fact]
    public async Task An_opt_in_is_recorded_and_shown_with_the_contact()
    {
        var contact = await OkAsync(HttpMethod.Put, Path, """{"source":"checkout page","evidence":"ticked the box","at":"2026-01-02T03:04:05+01:00"}""");

        Assert.Equal("opted_in", StatusOf(contact));
        Assert.Equal("2026-01-02T02:04:05Z", contact.GetProperty("opt_in").GetProperty("at").GetString());
        Assert.Equal("checkout page", contact.GetProperty("opt_in").GetProperty("source").GetString());
        Assert.Equal(contact.GetRawText(), (await OkAsync(HttpMethod.Get, $"/v1/contacts/+{_user}")).GetRawText());
    }

    [Fact]
    public async Task An_opt_out_follows_and_the_ledger_shows_both_with_who_recorded_them()
    {
        await OkAsync(HttpMethod.Put, Path, """{"source":"form","at":"2026-01-02T03:04:05Z"}""");
        var contact = await OkAsync(HttpMethod.Delete, Path, """{"source":"phone call"}""");

        Assert.Equal("opted_out", StatusOf(contact));
        var history = (await OkAsync(HttpMethod.Get, Path + "/history")).GetProperty("data");
        Assert.Equal(["opted_in", "opted_out"], Values(history, "action"));
        Assert.Equal(["form", "phone call"], Values(history, "source"));
        Assert.Equal(["all", "all"], Values(history, "by"));
        Assert.False(history[0].TryGetProperty("number", out _));
    }

    [Theory]
    [InlineData("""{"source":"form"}""")]
    [InlineData("""{"source":"form","evidence":"ticked","at":"2026-01-02T03:04:05Z"}""")]
    public async Task The_same_request_twice_is_one_entry(string body)
    {
        var first = await OkAsync(HttpMethod.Put, Path, body);
        var second = await OkAsync(HttpMethod.Put, Path, body);

        Assert.Equal(first.GetRawText(), second.GetRawText());
        Assert.Single((await OkAsync(HttpMethod.Get, Path + "/history")).GetProperty("data").EnumerateArray());
    }

    [Fact]
    public async Task A_late_opt_in_does_not_lift_an_opt_out()
    {
        await OkAsync(HttpMethod.Delete, Path, """{"source":"phone call"}""");

        Assert.Equal("opted_out", StatusOf(await OkAsync(HttpMethod.Put, Path, """{"source":"form","at":"2026-01-02T03:04:05Z"}""")));
    }

    [Fact]
    public async Task For_one_number_it_holds_for_that_number_alone()
    {
        await OkAsync(HttpMethod.Put, $"{Path}?from={Some.SecondNumber}", """{"source":"form"}""");

        Assert.Equal("none", StatusOf(await OkAsync(HttpMethod.Get, $"/v1/contacts/{_user}")));
        Assert.Equal("opted_in", StatusOf(await OkAsync(HttpMethod.Get, $"/v1/contacts/{_user}?from={Some.SecondNumber}")));
        Assert.Equal(Some.SecondNumber, (await OkAsync(HttpMethod.Get, Path + "/history")).GetProperty("data")[0].GetProperty("number").GetString());
        Assert.Empty((await OkAsync(HttpMethod.Get, $"{Path}/history?from={Some.Number}")).GetProperty("data").EnumerateArray());
    }

    [Fact]
    public async Task Pages_of_the_ledger_join()
    {
        for (var day = 1; day <= 3; day++)
        {
            await OkAsync(HttpMethod.Put, Path, $$"""{"source":"form {{day}}","at":"2026-01-0{{day}}T00:00:00Z"}""");
        }

        var first = await OkAsync(HttpMethod.Get, Path + "/history?limit=2");
        var second = await OkAsync(HttpMethod.Get, $"{Path}/history?limit=2&after={first.GetProperty("next").GetString()}");

        Assert.Equal(["form 1", "form 2"], Values(first.GetProperty("data"), "source"));
        Assert.Equal(["form 3"], Values(second.GetProperty("data"), "source"));
        Assert.Equal(JsonValueKind.Null, second.GetProperty("next").ValueKind);
    }

    [Fact]
    public async Task The_number_may_be_spelled_as_people_do()
    {
        await OkAsync(HttpMethod.Put, "/v1/contacts/+55%20(11)%209123-4567/opt-in", """{"source":"form"}""");

        Assert.Equal("opted_in", StatusOf(await OkAsync(HttpMethod.Get, "/v1/contacts/551191234567")));
        Assert.Equal("opted_in", StatusOf(await OkAsync(HttpMethod.Get, "/v1/contacts/5511991234567")));
    }

    [Theory]
    [InlineData("""{}""", "source")]
    [InlineData("""{"source":""}""", "source")]
    [InlineData("""{"source":"  "}""", "source")]
    [InlineData("""{"source":1}""", "source")]
    [InlineData("""{"source":"form","evidence":5}""", "evidence")]
    [InlineData("""{"source":"form","at":"yesterday"}""", "at")]
    [InlineData("""{"source":"form","at":5}""", "at")]
    [InlineData("""{"source":"form","opt":"in"}""", "opt")]
    [InlineData("""[]""", "body")]
    [InlineData("""{"source":"form" """, "body")]
    public async Task A_body_that_is_wrong_is_400_and_names_the_member(string body, string member)
    {
        using var response = await SendAsync(HttpMethod.Put, Path, body);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.True((await JsonAsync(response)).GetProperty("errors").TryGetProperty(member, out _));
        Assert.Equal("none", StatusOf(await OkAsync(HttpMethod.Get, $"/v1/contacts/{_user}")));
    }

    [Fact]
    public async Task Texts_that_are_too_long_are_400()
    {
        var longSource = $$"""{"source":"{{new string('s', 257)}}"}""";
        var longEvidence = $$"""{"source":"form","evidence":"{{new string('e', 4097)}}"}""";

        Assert.Equal(HttpStatusCode.BadRequest, (await SendAsync(HttpMethod.Put, Path, longSource)).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await SendAsync(HttpMethod.Put, Path, longEvidence)).StatusCode);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await SendAsync(HttpMethod.Put, Path, new string(' ', 40_000))).StatusCode);
    }

    [Fact]
    public async Task A_time_in_the_future_is_422()
    {
        using var response = await SendAsync(HttpMethod.Put, Path, """{"source":"form","at":"2090-01-01T00:00:00Z"}""");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, response.StatusCode);
        Assert.Equal("urn:mogambo:problem:opt-in-invalid", (await JsonAsync(response)).GetProperty("type").GetString());
    }

    [Fact]
    public async Task An_opt_out_takes_a_source_only() =>
        Assert.Equal(HttpStatusCode.BadRequest, (await SendAsync(HttpMethod.Delete, Path, """{"source":"form","at":"2026-01-01T00:00:00Z"}""")).StatusCode);

    [Fact]
    public async Task A_number_that_is_not_possible_is_422_with_what_to_do()
    {
        using var response = await SendAsync(HttpMethod.Put, "/v1/contacts/0171234567/opt-in", """{"source":"form"}""");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, response.StatusCode);
        var problem = await JsonAsync(response);
        Assert.Equal("urn:mogambo:problem:invalid-phone-number", problem.GetProperty("type").GetString());
        Assert.Contains("country code", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Other_accounts_see_and_change_nothing_of_it()
    {
        await OkAsync(HttpMethod.Put, Path, """{"source":"form"}""");

        Assert.Equal("none", StatusOf(await OkAsync(HttpMethod.Get, $"/v1/contacts/{_user}", key: Some.OtherKey)));
        Assert.Empty((await OkAsync(HttpMethod.Get, Path + "/history", key: Some.OtherKey)).GetProperty("data").EnumerateArray());
        Assert.Equal(HttpStatusCode.NotFound, (await SendAsync(HttpMethod.Put, $"{Path}?from={Some.Number}", """{"source":"form"}""", Some.OtherKey)).StatusCode);
    }

    [Theory]
    [InlineData("PUT", "")]
    [InlineData("DELETE", "")]
    [InlineData("GET", "/history")]
    public async Task A_key_needs_the_scope(string method, string more) =>
        Assert.Equal(
            HttpStatusCode.Forbidden,
            (await SendAsync(new(method), Path + more, """{"source":"form"}""", Some.KeyWithScope("messages:read"))).StatusCode);

    [Fact]
    public async Task Users_preferences_in_WhatsApp_are_in_the_ledger_before_the_acknowledgement()
    {
        var change = $$"""{"messaging_product":"whatsapp","metadata":{"display_phone_number":"1","phone_number_id":"{{Some.Number}}"},"user_preferences":[{"wa_id":"{{_user}}","detail":"no more","category":"marketing_messages","value":"stop","timestamp":1790000000},{"wa_id":"{{_user}}","category":"marketing_messages","value":"resume","timestamp":1790000500}]}""";

        Assert.Equal(HttpStatusCode.OK, await shared.Host.DeliverAsync(Webhook.Body(Webhook.Change("user_preferences", change))));

        var history = (await OkAsync(HttpMethod.Get, Path + "/history")).GetProperty("data");
        Assert.Equal(["marketing_stopped", "marketing_resumed"], Values(history, "action"));
        Assert.Equal(["whatsapp", "whatsapp"], Values(history, "by"));
        Assert.Equal("no more", history[0].GetProperty("evidence").GetString());
        Assert.Equal("none", StatusOf(await OkAsync(HttpMethod.Get, $"/v1/contacts/{_user}")));
    }

    [Fact]
    public async Task Preferences_for_anothers_number_are_a_dead_letter()
    {
        var change = $$"""{"metadata":{"phone_number_id":"{{Some.OtherNumber}}"},"user_preferences":[{"wa_id":"{{_user}}","category":"marketing_messages","value":"stop","timestamp":1790000000}]}""";

        Assert.Equal(HttpStatusCode.OK, await shared.Host.DeliverAsync(Webhook.Body(Webhook.Change("user_preferences", change))));

        Assert.Empty((await OkAsync(HttpMethod.Get, Path + "/history")).GetProperty("data").EnumerateArray());
        Assert.Contains(shared.Host.Store.Letters.Values, letter => letter.Reason == "foreign" && Encoding.UTF8.GetString(letter.Raw).Contains(_user.Value, StringComparison.Ordinal));
    }

    private static string? StatusOf(JsonElement contact) => contact.GetProperty("opt_in").GetProperty("status").GetString();

    private static IEnumerable<string?> Values(JsonElement list, string member) => list.EnumerateArray().Select(entry => entry.GetProperty(member).GetString());

    private static async Task<JsonElement> JsonAsync(HttpResponseMessage response)
    {
        using var json = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync());
        return json.RootElement.Clone();
    }

    private Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string? body = null, string key = Some.Key) =>
        shared.Host.SendAsync(method, path, key, body is null ? null : new StringContent(body, Encoding.UTF8, "application/json"));

    private async Task<JsonElement> OkAsync(HttpMethod method, string path, string? body = null, string key = Some.Key)
    {
        using var response = await SendAsync(method, path, body, key);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await JsonAsync(response);
    }
}

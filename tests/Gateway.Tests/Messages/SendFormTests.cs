using System.Text.Json;
using Mogambo.Gateway.Tests.TestKit;

namespace Mogambo.Gateway.Tests.Messages;

/// <summary>A body that is not as contract section 3 says is 400, names every field that is wrong, and reaches no conversation.</summary>
public sealed class SendFormTests(SendingHost sending) : IClassFixture<SendingHost>
{
    private const string Template = """{"name":"x","language":"en"}""";

    [Theory]
    [InlineData("", "$")]
    [InlineData("hi", "$")]
    [InlineData("[]", "$")]
    [InlineData("""{"to":"1","to":"2"}""", "$")]
    [InlineData("""{"to":"\ud800"}""", "$")]
    [InlineData("{}", "to")]
    [InlineData("{}", "type")]
    [InlineData("{}", "from")]
    public async Task What_is_no_request_at_all_is_refused(string body, string field)
    {
        using var response = await sending.PostAsync(body);

        await NamesAsync(response, field);
    }

    [Theory]
    [InlineData("""{"to":5}""", "to")]
    [InlineData("""{"to":""}""", "to")]
    [InlineData("""{"to":"1\u0000"}""", "to")]
    [InlineData("""{"from":5}""", "from")]
    [InlineData("""{"type":"poll"}""", "type")]
    [InlineData("""{"type":5}""", "type")]
    [InlineData("""{"type":"image"}""", "image")]
    [InlineData("""{"type":"image","image":{"id":"1"}}""", "text")]
    [InlineData("""{"text":"hi"}""", "text")]
    [InlineData("""{"text":null}""", "text")]
    [InlineData("""{"text":{"body":"hi","colour":"red"}}""", "text.colour")]
    [InlineData("""{"text":{}}""", "text.body")]
    [InlineData("""{"text":{"body":5}}""", "text.body")]
    [InlineData("""{"recipient":"US.1"}""", "recipient")]
    [InlineData("""{"messaging_product":"whatsapp"}""", "messaging_product")]
    [InlineData("""{"biz_opaque_callback_data":"msg_1.1"}""", "biz_opaque_callback_data")]
    [InlineData("""{"context":{"id":"wamid.x"}}""", "context.id")]
    [InlineData("""{"context":{}}""", "context.message_id")]
    [InlineData("""{"type":"reaction","text":null,"reaction":{"message_id":"wamid.x","emoji":""},"context":{"message_id":"wamid.x"}}""", "context")]
    [InlineData("""{"send_at":"tomorrow"}""", "send_at")]
    [InlineData("""{"send_at":1790000000}""", "send_at")]
    [InlineData("""{"send_at":"2026-12-01T09:00:00"}""", "send_at")]
    [InlineData("""{"send_at":"2020-12-01T09:00:00Z"}""", "send_at")]
    [InlineData("""{"send_at":"9999-12-31T23:59:59Z","if_window_closed":"park","expires_at":"9999-12-31T23:59:59Z"}""", "send_at")]
    [InlineData("""{"reference":""}""", "reference")]
    [InlineData("""{"reference":"a\nb"}""", "reference")]
    [InlineData("""{"on_unknown":"drop"}""", "on_unknown")]
    [InlineData("""{"if_window_closed":"wait"}""", "if_window_closed")]
    [InlineData("""{"if_window_closed":{}}""", "if_window_closed.template")]
    [InlineData("""{"if_window_closed":{"template":{"name":"x"}}}""", "if_window_closed.template.language")]
    [InlineData("""{"if_window_closed":{"template":{"name":"x","language":"en"},"text":{}}}""", "if_window_closed.text")]
    [InlineData("""{"expires_at":"2030-01-01T00:00:00Z"}""", "expires_at")]
    [InlineData("""{"if_window_closed":"park","expires_at":"2020-01-01T00:00:00Z"}""", "expires_at")]
    [InlineData("""{"type":"template","text":null,"template":""" + Template + ""","if_window_closed":"park"}""", "if_window_closed")]
    [InlineData("""{"type":"template","template":""" + Template + "}", "text")]
    [InlineData("""{"type":"template","text":null,"template":{"language":"en"}}""", "template.name")]
    [InlineData("""{"type":"template","text":null,"template":{"name":"x","language":5}}""", "template.language")]
    [InlineData("""{"type":"template","text":null,"template":{"name":"x","language":{"policy":"deterministic"}}}""", "template.language.code")]
    [InlineData("""{"type":"template","text":null,"template":{"name":"x","language":"en","parameters":[]}}""", "template.parameters")]
    [InlineData("""{"type":"template","text":null,"template":{"name":"x","language":"en","components":{}}}""", "template.components")]
    [InlineData("""{"type":"template","text":null,"template":{"name":"x","language":"en","parameters":{},"components":[]}}""", "template.components")]
    [InlineData("""{"type":"template","text":null,"template":{"name":"x","language":"en","parameter_format":"both"}}""", "template.parameter_format")]
    [InlineData("""{"type":"template","text":null,"template":{"name":"x","language":"en","message_send_ttl_seconds":29}}""", "template.message_send_ttl_seconds")]
    [InlineData("""{"type":"template","text":null,"template":{"name":"x","language":"en","colour":"red"}}""", "template.colour")]
    public async Task A_member_that_is_wrong_is_named(string members, string field)
    {
        var user = Some.User();

        using var response = await sending.PostAsync(Merge(SendingHost.Text(user), members));

        await NamesAsync(response, field);
        Assert.Empty(sending.Conversation(user).Sends);
    }

    [Fact]
    public async Task Everything_that_is_wrong_is_named_at_once()
    {
        using var response = await sending.PostAsync(
            """{"to":5,"type":"text","text":{"body":"","preview_url":"yes"},"send_at":"soon","colour":"red","on_unknown":"drop"}""");

        await NamesAsync(response, "to", "from", "text.body", "text.preview_url", "send_at", "colour", "on_unknown");
    }

    [Fact]
    public async Task An_answer_about_a_thousand_unknown_members_stays_small()
    {
        var members = string.Join(',', Enumerable.Range(0, 1000).Select(n => $"\"{n}{new string('x', 200)}\":1"));

        using var response = await sending.PostAsync("{" + members + "}");

        Assert.Equal(400, (int)response.StatusCode);
        Assert.InRange((await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)).Length, 1_000, 20_000);
    }

    [Theory]
    [InlineData(1024, 202)]
    [InlineData(1025, 400)]
    public async Task A_reference_has_at_most_1024_characters_and_is_found_again(int length, int status)
    {
        var reference = new string('r', length);

        using var response = await sending.PostAsync(SendingHost.Text(Some.User(), $",\"reference\":\"{reference}\""));
        using var list = await sending.Host.GetAsync($"/v1/messages?reference={reference}");

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal(status == 202 ? 200 : 400, (int)list.StatusCode);
    }

    [Theory]
    [InlineData(-4, 202)]
    [InlineData(-6, 400)]
    [InlineData((30 * 24 * 60) - 1, 202)]
    [InlineData((30 * 24 * 60) + 1, 400)]
    public async Task A_message_is_scheduled_at_most_30_days_ahead(int minutes, int status)
    {
        using var response = await sending.PostAsync(SendingHost.Text(Some.User(), $",\"send_at\":\"{In(minutes)}\""));

        Assert.Equal(status, (int)response.StatusCode);
    }

    [Theory]
    [InlineData(-1, 400)]
    [InlineData(1, 202)]
    [InlineData((30 * 24 * 60) - 1, 202)]
    [InlineData((30 * 24 * 60) + 1, 400)]
    public async Task A_parked_message_waits_at_most_30_days(int minutes, int status)
    {
        using var response = await sending.PostAsync(SendingHost.Text(Some.User(), $",\"if_window_closed\":\"park\",\"expires_at\":\"{In(minutes)}\""));

        Assert.Equal(status, (int)response.StatusCode);
    }

    private static string In(int minutes) => $"{TimeProvider.System.GetUtcNow().AddMinutes(minutes):yyyy-MM-dd'T'HH:mm:ss'Z'}";

    // The members replace those of the body; null takes one away.
    private static string Merge(string body, string members)
    {
        using var whole = JsonDocument.Parse(body);
        using var other = JsonDocument.Parse(members);
        var merged = whole.RootElement.EnumerateObject().ToDictionary(member => member.Name, member => member.Value.GetRawText());
        foreach (var member in other.RootElement.EnumerateObject())
        {
            merged[member.Name] = member.Value.GetRawText();
        }

        if (merged["type"] != "\"text\"" && merged["text"] == "null")
        {
            merged.Remove("text");
        }

        return "{" + string.Join(',', merged.Select(member => $"\"{member.Key}\":{member.Value}")) + "}";
    }

    private static async Task NamesAsync(HttpResponseMessage response, params string[] fields)
    {
        var errors = (await SendingHost.ProblemAsync(response, 400, "invalid-request")).GetProperty("errors");
        Assert.All(fields, field => Assert.True(errors.TryGetProperty(field, out var error) && error[0].GetString() is { Length: > 0 }, errors.GetRawText()));
    }
}

using System.Text.Json;

namespace Mogambo.Simulator.Tests.Templates;

public sealed class TemplateOnPhoneTests
{
    [Fact]
    public async Task Header_footer_and_buttons_are_shown_filled_in()
    {
        await using var whatsApp = await Simulated.StartAsync(options => options.TemplateReview = TimeSpan.FromSeconds(-1));
        var made = await whatsApp.CallAsync(HttpMethod.Post, $"/v25.0/{Simulated.Account}/message_templates", """
            {"name":"order","language":"en","category":"UTILITY","components":[
              {"type":"HEADER","format":"IMAGE"},{"type":"BODY","text":"Order {{1}} left."},{"type":"FOOTER","text":"The shop"},
              {"type":"BUTTONS","buttons":[{"type":"QUICK_REPLY","text":"Thanks"},{"type":"URL","text":"Track","url":"https://x.example/t/{{1}}"}]}]}
            """, Simulated.Token);
        await whatsApp.DecideAsync(made.Json.GetProperty("id").GetString()!, "approve");

        await whatsApp.SendTemplateAsync("15550100001", "order", components: """
            [{"type":"header","parameters":[{"type":"image","image":{"link":"https://x.example/a.jpg"}}]},
             {"type":"body","parameters":[{"type":"text","text":"42"}]},
             {"type":"button","sub_type":"quick_reply","index":"0","parameters":[{"type":"payload","payload":"thanks-42"}]},
             {"type":"button","sub_type":"url","index":"1","parameters":[{"type":"text","text":"abc"}]}]
            """);

        var content = Assert.Single(await whatsApp.ChatAsync("15550100001")).GetProperty("content");
        Assert.Equal("https://x.example/a.jpg", content.GetProperty("header_file").GetProperty("content").GetProperty("link").GetString());
        Assert.Equal(("Order 42 left.", "The shop"), (content.GetProperty("body").GetString(), content.GetProperty("footer").GetString()));
        var buttons = content.GetProperty("buttons");
        Assert.Equal(("Thanks", "thanks-42"), (buttons[0].GetProperty("text").GetString(), buttons[0].GetProperty("payload").GetString()));
        Assert.Equal(("Track", "https://x.example/t/abc"), (buttons[1].GetProperty("text").GetString(), buttons[1].GetProperty("target").GetString()));
    }

    [Fact]
    public async Task A_one_time_code_has_WhatsApps_own_text()
    {
        await using var whatsApp = await Simulated.StartAsync(options => options.TemplateReview = TimeSpan.FromSeconds(-1));
        var made = await whatsApp.CallAsync(HttpMethod.Post, $"/v25.0/{Simulated.Account}/message_templates", """
            {"name":"code","language":"en","category":"AUTHENTICATION","components":[{"type":"BODY","add_security_recommendation":true},
              {"type":"FOOTER","code_expiration_minutes":10},{"type":"BUTTONS","buttons":[{"type":"OTP","otp_type":"COPY_CODE","text":"Copy"}]}]}
            """, Simulated.Token);
        await whatsApp.DecideAsync(made.Json.GetProperty("id").GetString()!, "approve");

        var answer = await whatsApp.SendTemplateAsync("15550100001", "code", components: """
            [{"type":"body","parameters":[{"type":"text","text":"1234"}]},{"type":"button","sub_type":"url","index":"0","parameters":[{"type":"text","text":"1234"}]}]
            """);

        Assert.Equal(200, answer.Status);
        var content = Assert.Single(await whatsApp.ChatAsync("15550100001")).GetProperty("content");
        Assert.Equal("*1234* is your verification code. For your security, do not share this code.", content.GetProperty("body").GetString());
        Assert.Equal("This code expires in 10 minutes.", content.GetProperty("footer").GetString());
    }

    [Fact]
    public async Task An_open_page_is_told_of_templates()
    {
        await using var whatsApp = await Simulated.StartAsync(options => options.TemplateReview = TimeSpan.FromSeconds(-1));
        using var http = new HttpClient { BaseAddress = whatsApp.Host.Address };
        await using var stream = await http.GetStreamAsync(new Uri("/events", UriKind.Relative), Simulated.Cancellation);
        using var lines = new StreamReader(stream);
        await NextAsync(lines, "hello");

        var id = (await whatsApp.CreateTemplateAsync("news")).Json.GetProperty("id").GetString()!;
        var pending = await NextAsync(lines, "template");
        await whatsApp.DecideAsync(id, "approve");
        var approved = await NextAsync(lines, "template");

        Assert.Equal((id, "PENDING"), (pending.GetProperty("id").GetString(), pending.GetProperty("status").GetString()));
        Assert.Equal("APPROVED", approved.GetProperty("status").GetString());
        Assert.Contains((await whatsApp.GetAsync("/control/templates")).Json.EnumerateArray(), one => one.GetProperty("id").GetString() == id);
    }

    private static async Task<JsonElement> NextAsync(StreamReader lines, string name)
    {
        while (await lines.ReadLineAsync(Simulated.Cancellation) != $"event: {name}")
        {
        }

        var data = await lines.ReadLineAsync(Simulated.Cancellation);
        return JsonDocument.Parse(data!["data: ".Length..]).RootElement;
    }
}

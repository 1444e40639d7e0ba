using Microsoft.Extensions.Time.Testing;

namespace Mogambo.Simulator.Tests.Messages;

public sealed class SendTests
{
    [Theory]
    [InlineData("""{"messaging_product":"whatsapp","to":"15550100001","text":{"body":"Hi"},"colour":"red"}""", 100)]
    [InlineData("""{"messaging_product":"whatsapp","to":"15550100001","text":{"body":"Hi","colour":"red"}}""", 100)]
    [InlineData("""{"messaging_product":"whatsapp","to":"15550100001","text":{"body":"Hi"},"image":{"id":"1"}}""", 100)]
    [InlineData("[]", 100)]
    [InlineData("""{"to":"15550100001","text":{"body":"Hi"}}""", 131008)]
    [InlineData("""{"messaging_product":"whatsapp","text":{"body":"Hi"}}""", 131008)]
    [InlineData("""{"messaging_product":"whatsapp","to":"15550100001","text":{}}""", 131008)]
    [InlineData("""{"messaging_product":"whatsapp","to":"15550100001","type":"image","image":{}}""", 131008)]
    [InlineData("""{"messaging_product":"sms","to":"15550100001","text":{"body":"Hi"}}""", 131009)]
    [InlineData("""{"messaging_product":"whatsapp","to":"ana","text":{"body":"Hi"}}""", 131009)]
    [InlineData("""{"messaging_product":"whatsapp","to":"15550100001","type":"poll"}""", 131009)]
    [InlineData("""{"messaging_product":"whatsapp","to":"15550100001","text":{"body":""}}""", 131009)]
    [InlineData("""{"messaging_product":"whatsapp","to":"15550100001","type":"image","image":{"id":"1","link":"https://x.example/a.jpg"}}""", 131009)]
    [InlineData("""{"messaging_product":"whatsapp","to":"15550783881","text":{"body":"Hi"}}""", 131021)]
    [InlineData("""{"messaging_product":"whatsapp","to":"15550100001","type":"interactive","interactive":{"type":"button","body":{"text":"Pick"},"action":{"buttons":[{"type":"reply","reply":{"id":"a","title":"Yes"}},{"type":"reply","reply":{"id":"a","title":"No"}}]}}}""", 131009)]
    public async Task Refuses_what_the_Cloud_API_refuses(string body, int code)
    {
        await using var whatsApp = await Simulated.StartAsync(options => options.Window = TimeSpan.Zero);

        var answer = await whatsApp.SendAsync(body);

        Assert.Equal((400, code), (answer.Status, answer.Code));
        Assert.Equal("whatsapp", answer.Json.GetProperty("error").GetProperty("error_data").GetProperty("messaging_product").GetString());
    }

    [Theory]
    [InlineData(""" "type":"image","image":{"link":"https://x.example/a.jpg","caption":"A"} """)]
    [InlineData(""" "type":"location","location":{"latitude":1.5,"longitude":"2.5","name":"Here"} """)]
    [InlineData(""" "type":"contacts","contacts":[{"name":{"formatted_name":"Bia Lima","first_name":"Bia"},"phones":[{"phone":"+1","wa_id":"1"}]}] """)]
    [InlineData(""" "type":"reaction","reaction":{"message_id":"wamid.A","emoji":"👍"} """)]
    [InlineData(""" "type":"interactive","interactive":{"type":"list","body":{"text":"Pick"},"action":{"button":"Days","sections":[{"rows":[{"id":"1","title":"Monday"}]}]}} """)]
    [InlineData(""" "type":"interactive","interactive":{"type":"cta_url","body":{"text":"See"},"action":{"name":"cta_url","parameters":{"display_text":"Open","url":"https://x.example"}}} """)]
    public async Task Accepts_every_kind_of_message(string content)
    {
        await using var whatsApp = await Simulated.StartAsync(options => options.Window = TimeSpan.Zero);

        var answer = await whatsApp.SendAsync($$"""{"messaging_product":"whatsapp","recipient_type":"individual","to":"+1 (555) 010-0001",{{content}}}""");

        Assert.Equal(200, answer.Status);
        Assert.StartsWith("wamid.", answer.MessageId, StringComparison.Ordinal);
        Assert.Equal("15550100001", answer.Json.GetProperty("contacts")[0].GetProperty("wa_id").GetString());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("wrong")]
    public async Task Asks_for_the_numbers_token(string? token)
    {
        await using var whatsApp = await Simulated.StartAsync();

        var answer = await whatsApp.SendAsync("{}", token);

        Assert.Equal((401, 190), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task Says_that_a_number_does_not_exist()
    {
        await using var whatsApp = await Simulated.StartAsync();

        var answer = await whatsApp.SendAsync("{}", number: "1");

        Assert.Equal((400, 100), (answer.Status, answer.Code));
        Assert.Equal(33, answer.Json.GetProperty("error").GetProperty("error_subcode").GetInt32());
    }

    [Fact]
    public async Task Reports_a_closed_window_as_a_failed_status()
    {
        await using var whatsApp = await Simulated.StartAsync();
        var user = Simulated.SomeUser();
        await whatsApp.UserWritesAsync(user, """{"text":"Hi","timestamp":"-25h"}""");

        var answer = await whatsApp.SendTextAsync(user, opaque: "late");

        Assert.Equal(200, answer.Status);
        await whatsApp.DrainedAsync();
        var status = Assert.Single(whatsApp.Business.Statuses);
        Assert.Equal("failed", status.GetProperty("status").GetString());
        Assert.Equal("late", status.GetProperty("biz_opaque_callback_data").GetString());
        Assert.Equal(131047, status.GetProperty("errors")[0].GetProperty("code").GetInt32());
    }

    [Fact]
    public async Task Refuses_at_once_outside_the_window_when_told_to()
    {
        await using var whatsApp = await Simulated.StartAsync(options => options.WindowRefusal = WindowRefusal.Sync);

        var answer = await whatsApp.SendTextAsync(Simulated.SomeUser());

        Assert.Equal((400, 131047), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task Keeps_the_pair_limit_and_forgives_with_time()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(50));
        await using var whatsApp = await Simulated.StartAsync(options => (options.PairLimit, options.Window) = (45, TimeSpan.Zero), time);
        var user = Simulated.SomeUser();
        for (var i = 0; i < 45; i++)
        {
            Assert.Equal(200, (await whatsApp.SendTextAsync(user)).Status);
        }

        var over = await whatsApp.SendTextAsync(user);
        var other = await whatsApp.SendTextAsync(Simulated.SomeUser());
        time.Advance(TimeSpan.FromSeconds(6));
        var later = await whatsApp.SendTextAsync(user);
        var again = await whatsApp.SendTextAsync(user);

        Assert.Equal((400, 131056), (over.Status, over.Code));
        Assert.Equal((200, 200, 131056), (other.Status, later.Status, again.Code));
    }

    [Fact]
    public async Task Keeps_the_numbers_throughput()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(50));
        await using var whatsApp = await Simulated.StartAsync(options => (options.Throughput, options.Window) = (2, TimeSpan.Zero), time);

        var answers = new[]
        {
            await whatsApp.SendTextAsync(Simulated.SomeUser()), await whatsApp.SendTextAsync(Simulated.SomeUser()),
            await whatsApp.SendTextAsync(Simulated.SomeUser()),
        };

        Assert.Equal([200, 200, 400], answers.Select(answer => answer.Status));
        Assert.Equal(130429, answers[2].Code);
    }

    [Fact]
    public async Task A_read_receipt_turns_the_users_ticks_blue()
    {
        await using var whatsApp = await Simulated.StartAsync();
        var user = Simulated.SomeUser();
        var written = await whatsApp.UserWritesAsync(user);
        var id = written.Json.GetProperty("id").GetString();

        var answer = await whatsApp.SendAsync($$$"""{"messaging_product":"whatsapp","status":"read","message_id":"{{{id}}}","typing_indicator":{"type":"text"}}""");

        Assert.True(answer.Json.GetProperty("success").GetBoolean());
        Assert.Equal("read", Assert.Single(await whatsApp.ChatAsync(user)).GetProperty("status").GetString());
    }
}

using Mogambo.Simulator.Webhooks;

namespace Mogambo.Simulator.Tests.Webhooks;

public sealed class DeliveryTests
{
    [Fact]
    public async Task A_users_message_arrives_signed_in_the_envelope_of_the_Cloud_API()
    {
        await using var whatsApp = await Simulated.StartAsync();
        var user = Simulated.SomeUser();

        var answer = await whatsApp.UserWritesAsync(user, """{"text":"Olá 👋 a/b","name":"Ana"}""");

        var post = Assert.Single(whatsApp.Business.Posts);
        Assert.Equal(Signature.Of(post.Body, "simulator-app-secret"u8), post.Signature);
        Assert.Contains("""Ol\u00e1 \ud83d\udc4b a\/b""", post.Text, StringComparison.Ordinal);
        var entry = post.Json.GetProperty("entry")[0];
        Assert.Equal(Simulated.Account, entry.GetProperty("id").GetString());
        var value = entry.GetProperty("changes")[0].GetProperty("value");
        Assert.Equal("15550783881", value.GetProperty("metadata").GetProperty("display_phone_number").GetString());
        Assert.Equal("Ana", value.GetProperty("contacts")[0].GetProperty("profile").GetProperty("name").GetString());
        var message = value.GetProperty("messages")[0];
        Assert.Equal(user, message.GetProperty("from").GetString());
        Assert.Equal("Olá 👋 a/b", message.GetProperty("text").GetProperty("body").GetString());
        Assert.Equal(answer.Json.GetProperty("id").GetString(), message.GetProperty("id").GetString());
        Assert.True(answer.Json.GetProperty("acknowledged").GetBoolean());
    }

    [Fact]
    public async Task Is_repeated_until_the_answer_is_200()
    {
        await using var whatsApp = await Simulated.StartAsync();
        whatsApp.Business.Answer = attempt => attempt switch { 1 => 503, 2 => 201, 3 => 404, _ => 200 };

        var answer = await whatsApp.UserWritesAsync(Simulated.SomeUser());

        Assert.Equal(4, answer.Json.GetProperty("attempts").GetInt32());
        Assert.Equal(4, whatsApp.Business.Posts.Count);
        Assert.Single(whatsApp.Business.Posts.Select(post => post.Text).Distinct());
    }

    [Fact]
    public async Task Every_status_echoes_the_opaque_data_and_the_first_two_carry_the_price()
    {
        await using var whatsApp = await Simulated.StartAsync();
        var user = Simulated.SomeUser();
        await whatsApp.UserWritesAsync(user);

        var sent = await whatsApp.SendTextAsync(user, opaque: "msg-7f3");

        Assert.Equal(200, sent.Status);
        await whatsApp.DrainedAsync();
        var statuses = whatsApp.Business.Statuses.ToList();
        Assert.Equal(["delivered", "read", "sent"], statuses.Select(status => status.GetProperty("status").GetString()).Order());
        Assert.All(statuses, status =>
        {
            Assert.Equal(sent.MessageId, status.GetProperty("id").GetString());
            Assert.Equal("msg-7f3", status.GetProperty("biz_opaque_callback_data").GetString());
            Assert.Equal(user, status.GetProperty("recipient_id").GetString());
            Assert.Equal(status.GetProperty("status").GetString() != "read", status.TryGetProperty("pricing", out var pricing));
            Assert.True(pricing.ValueKind == default || pricing.GetProperty("category").GetString() == "service");
        });
    }

    [Fact]
    public async Task Statuses_share_a_post_when_batching()
    {
        await using var whatsApp = await Simulated.StartAsync(options => options.StatusBatch = 3);
        var user = Simulated.SomeUser();
        await whatsApp.UserWritesAsync(user);

        await whatsApp.SendTextAsync(user);

        await whatsApp.DrainedAsync();
        Assert.Equal(3, whatsApp.Business.Statuses.Count());
        Assert.Equal(2, whatsApp.Business.Posts.Count);
    }

    [Fact]
    public async Task Copies_are_posted_at_once_with_the_same_id()
    {
        await using var whatsApp = await Simulated.StartAsync();

        await whatsApp.UserWritesAsync(Simulated.SomeUser(), """{"text":"Hi","copies":5,"id":"wamid.ONE"}""");

        Assert.Equal(5, whatsApp.Business.Posts.Count);
        Assert.Equal(["wamid.ONE"], whatsApp.Business.Messages.Select(message => message.GetProperty("id").GetString()).Distinct());
    }

    [Fact]
    public async Task A_user_without_a_number_is_known_by_the_business_scoped_id_alone()
    {
        await using var whatsApp = await Simulated.StartAsync();

        await whatsApp.UserWritesAsync("US.4071826354");
        var sent = await whatsApp.SendAsync("""{"messaging_product":"whatsapp","recipient":"US.4071826354","text":{"body":"Hi"}}""");

        var message = whatsApp.Business.Messages.First();
        Assert.False(message.TryGetProperty("from", out _));
        Assert.Equal("US.4071826354", message.GetProperty("from_user_id").GetString());
        Assert.Equal("US.4071826354", sent.Json.GetProperty("contacts")[0].GetProperty("user_id").GetString());
    }
}

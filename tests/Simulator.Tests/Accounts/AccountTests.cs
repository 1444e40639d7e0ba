using Mogambo.Simulator.Webhooks;

namespace Mogambo.Simulator.Tests.Accounts;

public sealed class AccountTests
{
    [Fact]
    public async Task Each_account_has_its_own_secret_and_each_number_its_own_token()
    {
        await using var whatsApp = await Simulated.StartAsync(options =>
        {
            options.Window = TimeSpan.Zero;
            options.Accounts.Add(Account("11", "first", "101", "one"));
            options.Accounts.Add(Account("22", "second", "202", "two"));
        });

        await whatsApp.UserWritesAsync("15550100001", """{"text":"Hi","number":"202"}""");
        var wrong = await whatsApp.SendAsync("""{"messaging_product":"whatsapp","to":"15550100001","text":{"body":"Hi"}}""", "one", "202");
        var right = await whatsApp.SendAsync("""{"messaging_product":"whatsapp","to":"15550100001","text":{"body":"Hi"}}""", "two", "202");

        var post = whatsApp.Business.Posts.First();
        Assert.Equal(Signature.Of(post.Body, "second"u8), post.Signature);
        Assert.Equal("22", post.Json.GetProperty("entry")[0].GetProperty("id").GetString());
        Assert.Equal((401, 200), (wrong.Status, right.Status));
    }

    [Fact]
    public async Task Without_a_subscription_no_webhook_is_sent()
    {
        await using var whatsApp = await Simulated.StartAsync();
        var path = $"/v25.0/{Simulated.Account}/subscribed_apps";

        await whatsApp.CallAsync(HttpMethod.Delete, path, null, Simulated.Token);
        await whatsApp.UserWritesAsync("15550100001");
        var none = await whatsApp.GetAsync(path, Simulated.Token);
        await whatsApp.CallAsync(HttpMethod.Post, path, null, Simulated.Token);
        await whatsApp.UserWritesAsync("15550100001");

        Assert.Equal(0, none.Json.GetProperty("data").GetArrayLength());
        Assert.Single(whatsApp.Business.Posts);
    }

    [Fact]
    public async Task Numbers_are_listed_and_read_with_the_fields_asked_for()
    {
        await using var whatsApp = await Simulated.StartAsync();

        var list = await whatsApp.GetAsync($"/v25.0/{Simulated.Account}/phone_numbers", Simulated.Token);
        var number = await whatsApp.GetAsync($"/v25.0/{Simulated.Number}?fields=quality_rating,status", Simulated.Token);

        Assert.Equal(Simulated.Number, list.Json.GetProperty("data")[0].GetProperty("id").GetString());
        Assert.Equal(["quality_rating", "status", "id"], number.Json.EnumerateObject().Select(property => property.Name));
    }

    private static AccountOptions Account(string id, string secret, string number, string token) => new()
    {
        Id = id,
        AppSecret = secret,
        Numbers = { new() { PhoneNumberId = number, DisplayPhoneNumber = "1555" + number, AccessToken = token } },
    };
}

using Microsoft.Extensions.Configuration;
using Mogambo.Accounts;
using Mogambo.Gateway.Tests.TestKit;

namespace Mogambo.Gateway.Tests.Accounts;

/// <summary>A wrong or missing setting stops the start with a sentence that names it.</summary>
public sealed class MogamboOptionsTests
{
    [Fact]
    public void Good_settings_have_no_problems() => Assert.Empty(Problems([]));

    [Theory]
    [InlineData("Accounts:0:Id", null, "Accounts:0:Id is missing")]
    [InlineData("Accounts:0:Id", "abc", "Accounts:0:Id is not an account id")]
    [InlineData("Accounts:0:Id", Some.OtherAccount, "Accounts:1:Id is 202290129340398, which an account above has already")]
    [InlineData("Accounts:0:AppSecret", null, "Accounts:0:AppSecret is missing")]
    [InlineData("Accounts:0:VerifyToken", "", "Accounts:0:VerifyToken is missing")]
    [InlineData("Accounts:0:ApiKeys:0:Key", "short", "Accounts:0:ApiKeys:0:Key is too short")]
    [InlineData("Accounts:0:ApiKeys:0:Key", null, "Accounts:0:ApiKeys:0:Key is missing")]
    [InlineData("Accounts:0:ApiKeys:0:Key", "with a blank 0123456789012345678901234", "Accounts:0:ApiKeys:0:Key holds a character")]
    [InlineData("Accounts:1:ApiKeys:0:Key", Some.Key, "Accounts:1:ApiKeys:0:Key is configured already")]
    [InlineData("Accounts:0:Numbers:0:PhoneNumberId", null, "Accounts:0:Numbers:0:PhoneNumberId is missing")]
    [InlineData("Accounts:0:Numbers:0:PhoneNumberId", "+1", "Accounts:0:Numbers:0:PhoneNumberId is not a phone number id")]
    [InlineData("Accounts:0:Numbers:0:PhoneNumberId", Some.OtherNumber, "Accounts:1:Numbers:0:PhoneNumberId is 206540352242922, which is configured")]
    [InlineData("Accounts:0:Numbers:0:BaseUrl", null, "Accounts:0:Numbers:0:BaseUrl is missing: ")]
    [InlineData("Accounts:0:Numbers:0:BaseUrl", "ftp://x", "Accounts:0:Numbers:0:BaseUrl is no http(s) address")]
    [InlineData("Accounts:0:Numbers:0:AccessToken", null, "Accounts:0:Numbers:0:AccessToken is missing")]
    [InlineData("Accounts:0:Numbers:0:DisplayPhoneNumber", "+1 555", "Accounts:0:Numbers:0:DisplayPhoneNumber is not a number")]
    [InlineData("Accounts:0:Numbers:0:MessagesPerSecond", "-1", "Accounts:0:Numbers:0:MessagesPerSecond is negative")]
    [InlineData("Accounts:0:Numbers:0:UniqueUsersPer24h", "-1", "Accounts:0:Numbers:0:UniqueUsersPer24h is negative")]
    [InlineData("Accounts:2:Numbers:0:WebhookSecret", null, "Accounts:2:Numbers:0:WebhookSecret is missing")]
    public void A_wrong_setting_is_named(string setting, string? value, string problem) =>
        Assert.StartsWith("Mogambo:" + problem, Assert.Single(Problems(new() { [setting] = value })), StringComparison.Ordinal);

    [Fact]
    public void A_bot_needs_what_its_kind_uses()
    {
        var http = Problems(new() { ["Accounts:0:Bot:Kind"] = "Http", ["Accounts:0:Bot:Url"] = "/relative" });
        var rules = Problems(new() { ["Accounts:0:Bot:Kind"] = "Rules", ["Accounts:0:Bot:Rules:0:When"] = " " });
        var unused = Problems(new() { ["Accounts:0:Bot:Kind"] = "Echo", ["Accounts:0:Bot:Rules:0:When"] = "" });

        Assert.Collection(
            http,
            problem => Assert.StartsWith("Mogambo:Accounts:0:Bot:Url is missing", problem, StringComparison.Ordinal),
            problem => Assert.StartsWith("Mogambo:Accounts:0:Bot:Secret is missing", problem, StringComparison.Ordinal));
        Assert.StartsWith("Mogambo:Accounts:0:Bot:Rules:0:When is empty", Assert.Single(rules), StringComparison.Ordinal);
        Assert.Empty(unused);
    }

    [Theory]
    [InlineData("Mogambo:Gateway:StoreDeadline", "00:10:00", "Mogambo:Gateway:StoreDeadline is 00:10:00: it must be between")]
    [InlineData("Mogambo:Accounts:0:Numbers:0:BaseUrl", "", "Mogambo:Accounts:0:Numbers:0:BaseUrl is missing")]
    [InlineData("Mogambo:Accounts:0:Subscriptions:0:Url", "https://a/#b", "Mogambo:Accounts:0:Subscriptions:0:Url must hold no fragment")]
    [InlineData("Mogambo:Accounts:0:Subscriptions:0:Secret", "whsec_c2hvcnQ=", "Mogambo:Accounts:0:Subscriptions:0:Secret is missing or not whsec_")]
    [InlineData("Mogambo:Accounts:0:Subscriptions:0:Events:0", "mesage.*", "Mogambo:Accounts:0:Subscriptions:0:Events:0 is 'mesage.*'")]
    public async Task A_host_with_a_wrong_setting_does_not_start(string setting, string value, string problem)
    {
        var exception = await Assert.ThrowsAnyAsync<Exception>(() => GatewayHost.StartAsync(new() { [setting] = value }));

        Assert.Contains(problem, exception.ToString(), StringComparison.Ordinal);
    }

    private static List<string> Problems(Dictionary<string, string?> changes)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(Some.Configuration())
            .AddInMemoryCollection(changes.Select(change => KeyValuePair.Create("Mogambo:" + change.Key, (string?)(change.Value ?? ""))))
            .Build();
        var options = new MogamboOptions();
        configuration.GetSection(MogamboOptions.Section).Bind(options);
        return [.. new MogamboOptionsValidator().Validate(null, options).Failures ?? []];
    }
}

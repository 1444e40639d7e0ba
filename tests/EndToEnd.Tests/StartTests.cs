using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using Mogambo.PostgresServer;

namespace Mogambo.EndToEnd.Tests;

/// <summary>The first minute: the demo without any setting, a wrong setting, a kill.</summary>
public sealed class StartTests
{
    [Fact]
    public async Task Without_any_setting_the_demo_starts_and_says_what_to_try()
    {
        var simulator = $"http://127.0.0.1:{FreePort.Next()}";
        await using var mogambo = MogamboProcess.Demo(simulator);
        await mogambo.StartAsync();
        await Eventually.TrueAsync("the welcome is printed", () => mogambo.Log.Any(line => line.Contains("Ctrl+C", StringComparison.Ordinal)));
        using var phone = new HttpClient { BaseAddress = new Uri(simulator) };

        using var written = await phone.PostAsJsonAsync("/control/users/15550100001/messages", new { text = "hello", name = "Ana" });
        await Eventually.TrueAsync("the bot has answered", async () =>
            (await phone.GetStringAsync("/control/users/15550100001/messages")).Contains("Hi Ana!", StringComparison.Ordinal));

        var key = mogambo.Log.Single(line => line.TrimStart().StartsWith("API key", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[^1];
        mogambo.Api.DefaultRequestHeaders.Authorization = new("Bearer", key);
        Assert.Equal(2, (await mogambo.GetAsync("/v1/messages")).GetProperty("data").GetArrayLength());
        Assert.StartsWith("  Ctrl+C", mogambo.Log.Last(line => line.Trim().Length > 0), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Mogambo__Storage__Provider", "Oracle", "Mogambo:Storage:Provider")]
    [InlineData("Mogambo__Accounts__0__AppSecret", "", "Mogambo:Accounts:0:AppSecret")]
    [InlineData("Mogambo__Accounts__0__ApiKeys__0__Key", "short", "Mogambo:Accounts:0:ApiKeys:0:Key")]
    [InlineData("Mogambo__Accounts__0__Bot__Kind", "Http", "Mogambo:Accounts:0:Bot:Url")]
    [InlineData("Mogambo__Outbound__AllowedPrivateAddresses__0", "localhost", "Mogambo:Outbound:AllowedPrivateAddresses:0")]
    [InlineData("Mogambo__Cluster__SiloPort", "0", "SiloPort")]
    [InlineData("Mogambo__Cluster__Mode", "AdoNet", "Mogambo:Storage:Provider")]
    [InlineData("Mogambo__Cluster__Role", "Silo", "Mogambo:Cluster:Role")]
    [InlineData("Mogambo__Cluster__StopDelay", "00:01:00", "StopDelay")]
    [InlineData("Mogambo__WhatsApp__MaxConnections", "0", "MaxConnections")]
    [InlineData("Mogambo__Failpoints", "no-such-form", "Failpoint")]
    public async Task A_wrong_setting_stops_the_start_with_a_sentence_that_names_it(string setting, string value, string named)
    {
        await using var mogambo = new MogamboProcess(new Dictionary<string, string> { ["Mogambo__Accounts__0__Numbers__0__BaseUrl"] = "http://127.0.0.1:1/v25.0" });
        mogambo.Set(setting, value);

        mogambo.Launch();

        Assert.Equal(2, await mogambo.ExitedAsync());
        Assert.Contains(mogambo.Log, line => line.StartsWith("Mogambo cannot start.", StringComparison.Ordinal) && line.Contains(named, StringComparison.Ordinal));
        Assert.DoesNotContain(mogambo.Log, line => line.TrimStart().StartsWith("at ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Failpoints_are_refused_outside_tests()
    {
        await using var mogambo = new MogamboProcess(new Dictionary<string, string>
        {
            ["DOTNET_ENVIRONMENT"] = "Production",
            ["ASPNETCORE_ENVIRONMENT"] = "Production",
            ["Mogambo__Failpoints"] = "send.after_claim=exit",
        });

        mogambo.Launch();

        Assert.Equal(2, await mogambo.ExitedAsync());
        Assert.Contains(mogambo.Log, line => line.Contains("Mogambo:Failpoints", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_port_that_is_taken_is_named()
    {
        await using var first = MogamboProcess.Demo($"http://127.0.0.1:{FreePort.Next()}");
        await first.StartAsync();
        await using var second = MogamboProcess.Demo($"http://127.0.0.1:{FreePort.Next()}");
        second.Set("ASPNETCORE_URLS", first.Url.ToString().TrimEnd('/'));

        second.Launch();

        Assert.Equal(2, await second.ExitedAsync());
        Assert.Contains(second.Log, line => line.StartsWith("Mogambo cannot start. ASPNETCORE_URLS", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("203.0.113.7", "203.0.113.7 is not an address of this machine")]
    [InlineData("no-such-machine.invalid", "'no-such-machine.invalid' is neither an IP address nor a name")]
    public async Task An_address_that_the_silo_cannot_have_is_named(string address, string said)
    {
        await using var database = await TestDatabase.CreateAsync("PostgreSql");
        await using var mogambo = OnPostgreSql(database);
        mogambo.Set("Mogambo__Cluster__AdvertisedAddress", address);

        mogambo.Launch();

        Assert.Equal(2, await mogambo.ExitedAsync());
        Assert.Contains(mogambo.Log, line => line.StartsWith("Mogambo cannot start. Mogambo:Cluster:AdvertisedAddress", StringComparison.Ordinal) && line.Contains(said, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_silo_port_that_is_taken_is_named()
    {
        await using var database = await TestDatabase.CreateAsync("PostgreSql");
        await using var mogambo = OnPostgreSql(database);
        using var other = new TcpListener(IPAddress.Loopback, FreePort.Next());
        other.Start();
        mogambo.Set("Mogambo__Cluster__GatewayPort", ((IPEndPoint)other.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture));

        mogambo.Launch();

        Assert.Equal(2, await mogambo.ExitedAsync());
        Assert.Contains(mogambo.Log, line => line.StartsWith("Mogambo cannot start. Mogambo:Cluster:GatewayPort", StringComparison.Ordinal));
    }

    private static MogamboProcess OnPostgreSql(TestDatabase database) => new(new Dictionary<string, string>
    {
        ["Mogambo__Accounts__0__Numbers__0__BaseUrl"] = "http://127.0.0.1:1/v25.0",
        ["Mogambo__Cluster__Mode"] = "AdoNet",
        ["Mogambo__Storage__Provider"] = "PostgreSql",
        ["Mogambo__Storage__ConnectionString"] = database.ConnectionString,
    });
}

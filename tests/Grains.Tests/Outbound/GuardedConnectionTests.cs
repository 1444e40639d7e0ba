using System.Net;
using Microsoft.Extensions.Options;
using Mogambo.Grains.Tests.Bots;
using Mogambo.Outbound;

namespace Mogambo.Grains.Tests.Outbound;

public sealed class GuardedConnectionTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("127.0.0.2")]
    [InlineData("127.1")]
    [InlineData("2130706433")]
    [InlineData("0x7f000001")]
    [InlineData("0x7f.1")]
    [InlineData("0177.0.0.1")]
    [InlineData("0.0.0.0")]
    [InlineData("0")]
    [InlineData("[::]")]
    [InlineData("[::1]")]
    [InlineData("[0:0:0:0:0:0:0:1]")]
    [InlineData("[::ffff:127.0.0.1]")]
    [InlineData("[::ffff:7f00:1]")]
    [InlineData("[64:ff9b::7f00:1]")]
    [InlineData("localhost")]
    [InlineData("LOCALHOST")]
    [InlineData("ｌｏｃａｌｈｏｓｔ")]
    [InlineData("good@127.0.0.1")]
    public async Task Nothing_reaches_a_listener_on_loopback_by_any_spelling(string host)
    {
        using var canary = new Canary();

        foreach (var scheme in (string[])["http", "https"])
        {
            await Assert.ThrowsAsync<HttpRequestException>(() => GetAsync($"{scheme}://{host}:{canary.Port}/"));
        }

        Assert.False(canary.WasReached, "A connection was made.");
    }

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("10.0.0.1")]
    [InlineData("100.64.0.1")]
    [InlineData("100.127.255.255")]
    [InlineData("127.255.255.255")]
    [InlineData("169.254.169.254")]
    [InlineData("172.16.0.1")]
    [InlineData("172.31.255.255")]
    [InlineData("192.168.1.1")]
    [InlineData("198.18.0.1")]
    [InlineData("198.19.255.255")]
    [InlineData("224.0.0.1")]
    [InlineData("240.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("::")]
    [InlineData("::1")]
    [InlineData("::ffff:10.0.0.1")]
    [InlineData("::ffff:169.254.169.254")]
    [InlineData("64:ff9b::7f00:1")]
    [InlineData("2002:7f00:1::")]
    [InlineData("::127.0.0.1")]
    [InlineData("::ffff:0:7f00:1")]
    [InlineData("3fff::1")]
    [InlineData("fd00::1")]
    [InlineData("fe80::1%2")]
    [InlineData("ff02::1")]
    public void Addresses_that_are_not_on_the_public_internet_are_known(string address) =>
        Assert.True(PrivateAddresses.Contain(IPAddress.Parse(address)));

    [Theory]
    [InlineData("1.1.1.1")]
    [InlineData("100.63.255.255")]
    [InlineData("100.128.0.1")]
    [InlineData("172.15.255.255")]
    [InlineData("172.32.0.1")]
    [InlineData("157.240.1.1")]
    [InlineData("2a03:2880::1")]
    [InlineData("2606:4700:4700::1111")]
    [InlineData("::ffff:1.1.1.1")]
    public void Addresses_on_the_public_internet_are_not_among_them(string address) =>
        Assert.False(PrivateAddresses.Contain(IPAddress.Parse(address)));

    [Theory]
    [InlineData("127.0.0.1", "127.0.0.1")]
    [InlineData("127.0.0.0/8", "127.0.0.1")]
    [InlineData("127.0.0.1", "localhost")]
    [InlineData("127.0.0.1", "2130706433")]
    [InlineData("127.0.0.1", "[::ffff:127.0.0.1]")]
    public async Task The_operator_allows_an_address_with_its_port_and_no_other_port_of_it(string allowed, string host)
    {
        await using var bot = await BotServer.AnsweringAsync("{}");
        using var canary = new Canary();
        var exception = $"{allowed}:{bot.Port}";

        Assert.Equal("{}", await GetAsync($"http://{host}:{bot.Port}/", exception));

        await Assert.ThrowsAsync<HttpRequestException>(() => GetAsync($"http://{host}:{canary.Port}/", exception));
        await Assert.ThrowsAsync<HttpRequestException>(() => GetAsync($"http://127.0.0.2:{canary.Port}/", exception));
        Assert.False(canary.WasReached, "A connection was made.");
    }

    [Fact]
    public async Task A_name_with_an_address_that_is_allowed_connects_to_that_one_only()
    {
        await using var bot = await BotServer.AnsweringAsync("{}");

        Assert.Equal("{}", await GetAsync($"http://localhost:{bot.Port}/", $"127.0.0.1:{bot.Port}"));
        await Assert.ThrowsAsync<HttpRequestException>(() => GetAsync($"http://localhost:{bot.Port}/", $"[::1]:{bot.Port + 1}"));
    }

    [Fact]
    public async Task Plain_http_to_a_public_address_is_refused()
    {
        var refusal = await Assert.ThrowsAsync<HttpRequestException>(() => GetAsync("http://192.0.43.8/"));

        Assert.Contains("plain http", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("127.0.0.1:0")]
    [InlineData("127.0.0.1:65536")]
    [InlineData("10.0.0.0/33:443")]
    [InlineData("bot.internal:443")]
    [InlineData(":443")]
    [InlineData("")]
    public void An_exception_that_is_no_address_with_a_port_is_named_at_the_start(string exception)
    {
        var options = new OutboundOptions();
        options.AllowedPrivateAddresses.Add(exception);

        var result = new OutboundOptionsValidator().Validate(null, options);

        Assert.True(result.Failed);
        Assert.Contains("AllowedPrivateAddresses:0", result.FailureMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_that_changed_its_mind_after_the_check_is_not_connected_to()
    {
        using var canary = new Canary();
        var names = new ChangingName();
        var guard = new GuardedConnection(Options.Create(new OutboundOptions()), names);
        var url = $"https://rebinding.example:{canary.Port}/";

        Assert.Null(await new OutboundUrlCheck(guard, TimeProvider.System, names).ProblemAsync(url, Cancellation));

        using var http = new HttpClient(guard.CreateHandler());
        var refusal = await Assert.ThrowsAsync<HttpRequestException>(() => http.GetStringAsync(new Uri(url), Cancellation));
        Assert.StartsWith(GuardedConnection.Refusal, refusal.Message, StringComparison.Ordinal);
        Assert.False(canary.WasReached, "A connection was made.");
    }

    private static async Task<string> GetAsync(string url, params string[] allowed)
    {
        var options = new OutboundOptions();
        foreach (var exception in allowed)
        {
            options.AllowedPrivateAddresses.Add(exception);
        }

        using var handler = new GuardedConnection(Options.Create(options)).CreateHandler();
        using var http = new HttpClient(handler) { Timeout = TimeSpan.FromSeconds(10) };
        return await http.GetStringAsync(new Uri(url), Cancellation);
    }

    /// <summary>Public when it is asked first, this machine ever after.</summary>
    private sealed class ChangingName : INameResolver
    {
        private bool _wasAsked;

        public Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken)
        {
            var address = _wasAsked ? IPAddress.Loopback : IPAddress.Parse("192.0.43.8");
            _wasAsked = true;
            return Task.FromResult<IPAddress[]>([address]);
        }
    }
}

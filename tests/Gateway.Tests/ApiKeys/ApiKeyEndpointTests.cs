using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Mogambo.Gateway.Authentication;
using Mogambo.Gateway.Tests.TestKit;
using Mogambo.Storage.Changes;

namespace Mogambo.Gateway.Tests.ApiKeys;

public sealed class ApiKeyEndpointTests(SharedHost shared) : IClassFixture<SharedHost>
{
    private const string Path = "/v1/api-keys";

    private readonly GatewayHost _host = shared.Host;

    [Fact]
    public async Task A_key_is_shown_once_and_does_what_its_scopes_say()
    {
        var (made, key) = await CreateAsync("""{"name":"night job","scopes":["messages:read","messages:read"]}""");
        var id = made.GetProperty("id").GetString();

        Assert.StartsWith("key_", id, StringComparison.Ordinal);
        Assert.StartsWith("mgb_", key, StringComparison.Ordinal);
        Assert.Equal(["messages:read"], made.GetProperty("scopes").EnumerateArray().Select(scope => scope.GetString()));
        Assert.Equal(key[^4..], made.GetProperty("last_characters").GetString());
        Assert.Equal(HttpStatusCode.OK, await StatusAsync("/v1/messages", key));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync("/v1/dead-letters", key));
        var shown = await JsonAsync($"{Path}/{id}");
        Assert.Equal("api", shown.GetProperty("source").GetString());
        Assert.False(shown.TryGetProperty("key", out _));
        Assert.DoesNotContain(key, (await JsonAsync(Path)).GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_revoked_key_is_401_at_once_here_and_when_another_process_looks()
    {
        await using var another = await GatewayHost.StartAsync(database: _host.Database);
        var (made, key) = await CreateAsync("""{"name":"night job","scopes":["messages:read"]}""");
        await another.Service<ApiKeyDirectory>().ReadAsync(TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync("/v1/messages", key, another));

        using var deleted = await _host.SendAsync(HttpMethod.Delete, $"{Path}/{made.GetProperty("id").GetString()}");

        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync("/v1/messages", key));
        Assert.Contains(another.Service<ApiKeyDirectory>(), another.Service<IEnumerable<IFollowsChanges>>());
        await another.Service<ApiKeyDirectory>().ReadAsync(TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync("/v1/messages", key, another));
        using var again = await _host.SendAsync(HttpMethod.Delete, $"{Path}/{made.GetProperty("id").GetString()}");
        Assert.Equal(HttpStatusCode.NotFound, again.StatusCode);
    }

    [Fact]
    public async Task An_expired_key_is_401()
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var host = await GatewayHost.StartAsync(configure: services => services.AddSingleton<TimeProvider>(time));
        var (_, key) = await CreateAsync($$"""{"name":"short","scopes":["messages:read"],"expires_at":"{{time.GetUtcNow().AddMinutes(1):yyyy-MM-dd'T'HH:mm:ss'Z'}}"}""", host);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync("/v1/messages", key, host));

        time.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync("/v1/messages", key, host));
    }

    [Fact]
    public async Task A_mistyped_key_is_told_from_an_unknown_one()
    {
        var key = GeneratedKey.New();
        using var unknown = await _host.GetAsync("/v1/messages", key);
        using var mistyped = await _host.GetAsync("/v1/messages", key[..20] + (key[20] == 'A' ? 'B' : 'A') + key[21..]);

        Assert.Equal(HttpStatusCode.Unauthorized, unknown.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, mistyped.StatusCode);
        Assert.NotNull(mistyped.Headers.WwwAuthenticate.Single());
        Assert.DoesNotContain("mistyped", await unknown.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Contains("mistyped", await mistyped.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"scopes":["messages:read"]}""", "name")]
    [InlineData("""{"name":"a\u0000b","scopes":["messages:read"]}""", "name")]
    [InlineData("""{"name":"a","scopes":[]}""", "scopes")]
    [InlineData("""{"name":"a","scopes":"messages:read"}""", "scopes")]
    [InlineData("""{"name":"a","scopes":["messages:read","rule:world"]}""", "scopes[1]")]
    [InlineData("""{"name":"a","scopes":["*"],"expires_at":"2020-01-01T00:00:00Z"}""", "expires_at")]
    [InlineData("""{"name":"a","scopes":["*"],"expires_at":7}""", "expires_at")]
    [InlineData("""{"name":"a","scopes":["*"],"colour":"red"}""", "colour")]
    [InlineData("""["name"]""", "body")]
    [InlineData("""{"name":""", "body")]
    [InlineData("", "body")]
    public async Task An_invalid_body_is_400_with_the_member_named(string body, string member)
    {
        using var response = await _host.SendAsync(HttpMethod.Post, Path, content: new StringContent(body));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.True((await ReadAsync(response)).GetProperty("errors").TryGetProperty(member, out _));
    }

    [Fact]
    public async Task A_key_grants_only_what_it_may_itself()
    {
        var (_, key) = await CreateAsync("""{"name":"admin","scopes":["api-keys:write","messages:read"]}""");

        using var more = await _host.SendAsync(HttpMethod.Post, Path, key, new StringContent("""{"name":"a","scopes":["messages:send"]}"""));
        using var all = await _host.SendAsync(HttpMethod.Post, Path, key, new StringContent("""{"name":"a","scopes":["*"]}"""));
        using var same = await _host.SendAsync(HttpMethod.Post, Path, key, new StringContent("""{"name":"a","scopes":["messages:read"]}"""));

        Assert.Equal(HttpStatusCode.Forbidden, more.StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, all.StatusCode);
        Assert.Equal(HttpStatusCode.Created, same.StatusCode);
    }

    [Fact]
    public async Task Keys_of_another_account_are_404_and_configured_ones_are_not_deleted()
    {
        var (made, key) = await CreateAsync("""{"name":"night job","scopes":["messages:read"]}""");
        var id = made.GetProperty("id").GetString();
        var configured = (await ListAsync()).Single(one => one.GetProperty("name").GetString() == "one scope");

        using var foreign = await _host.SendAsync(HttpMethod.Delete, $"{Path}/{id}", Some.OtherKey);
        using var refused = await _host.SendAsync(HttpMethod.Delete, $"{Path}/{configured.GetProperty("id").GetString()}");

        Assert.Equal(HttpStatusCode.NotFound, foreign.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync($"{Path}/{id}", Some.OtherKey));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync("/v1/messages", key));
        Assert.Equal("configuration", configured.GetProperty("source").GetString());
        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        Assert.Equal("urn:mogambo:problem:api-key-configured", (await ReadAsync(refused)).GetProperty("type").GetString());
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(Path, Some.KeyWithScope("messages:read")));
    }

    [Fact]
    public async Task The_pages_hold_every_key_once()
    {
        await using var host = await GatewayHost.StartAsync();
        for (var n = 0; n < 4; n++)
        {
            await CreateAsync($$"""{"name":"key {{n}}","scopes":["messages:read"]}""", host);
        }

        List<string?> names = [];
        for (var next = ""; next is not null;)
        {
            var page = await JsonAsync($"{Path}?limit=2{next}", host);
            names.AddRange(page.GetProperty("data").EnumerateArray().Select(key => key.GetProperty("name").GetString()));
            next = page.GetProperty("next").GetString() is { } id ? $"&after={id}" : null;
        }

        Assert.Equal(["key 3", "key 2", "key 1", "key 0"], names.Take(4));
        Assert.Equal(["", "all", "one scope"], names.Skip(4).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_limited_key_is_429_with_a_wait_and_others_are_not()
    {
        await using var host = await GatewayHost.StartAsync(new() { ["Mogambo:Accounts:0:ApiKeys:1:RequestsPerSecond"] = "1" });
        HttpResponseMessage limited;
        do
        {
            limited = await host.GetAsync("/v1/messages", Some.KeyWithScope("messages:read"));
        }
        while (limited.StatusCode == HttpStatusCode.OK);

        using (limited)
        {
            Assert.Equal(HttpStatusCode.TooManyRequests, limited.StatusCode);
            Assert.Equal(TimeSpan.FromSeconds(1), limited.Headers.RetryAfter!.Delta);
            Assert.Equal("urn:mogambo:problem:rate-limited", (await ReadAsync(limited)).GetProperty("type").GetString());
        }

        Assert.Equal(HttpStatusCode.OK, await StatusAsync("/v1/messages", Some.Key, host));
    }

    private async Task<(JsonElement Made, string Key)> CreateAsync(string body, GatewayHost? host = null)
    {
        using var response = await (host ?? _host).SendAsync(HttpMethod.Post, Path, content: new StringContent(body));
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        var made = await ReadAsync(response);
        return (made, made.GetProperty("key").GetString()!);
    }

    private async Task<IEnumerable<JsonElement>> ListAsync() => (await JsonAsync($"{Path}?limit=200")).GetProperty("data").EnumerateArray();

    private async Task<HttpStatusCode> StatusAsync(string path, string key, GatewayHost? host = null)
    {
        using var response = await (host ?? _host).GetAsync(path, key);
        return response.StatusCode;
    }

    private async Task<JsonElement> JsonAsync(string path, GatewayHost? host = null)
    {
        using var response = await (host ?? _host).GetAsync(path);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await ReadAsync(response);
    }

    private static Task<JsonElement> ReadAsync(HttpResponseMessage response) =>
        response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
}

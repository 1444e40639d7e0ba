using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Mogambo.Gateway.Tests.TestKit;

namespace Mogambo.Gateway.Tests.Authentication;

public sealed class ApiKeyTests(SharedHost shared) : IClassFixture<SharedHost>
{
    private readonly GatewayHost _host = shared.Host;

    public static TheoryData<string> Paths() =>
    [
        "/v1/messages",
        "/v1/messages/msg_01",
        "/v1/contacts/14155550100",
        "/v1/conversations",
        $"/v1/conversations/{Some.Number}/14155550100",
        $"/v1/conversations/{Some.Number}/14155550100/messages",
        "/v1/dead-letters",
        "/v1/dead-letters/dlq_01",
        "/v1/subscriptions",
        "/v1/subscriptions/sub_01",
        "/v1/subscriptions/sub_01/deliveries",
        "/v1/events",
        "/v1/events/stream",
    ];

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task Every_endpoint_wants_a_key(string path)
    {
        using var response = await _host.GetAsync(path, key: null);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Equal("Bearer", response.Headers.WwwAuthenticate.Single().Scheme);
        Assert.Equal("urn:mogambo:problem:unauthorized", await ProblemAsync(response));
    }

    [Theory]
    [InlineData("")]
    [InlineData("Bearer")]
    [InlineData("Bearer ")]
    [InlineData("Bearer mgb_nobody_0123456789012345678901234567890")]
    [InlineData("Bearer " + Some.Key + "x")]
    [InlineData("Basic " + Some.Key)]
    [InlineData(Some.Key)]
    public async Task A_malformed_or_unknown_key_is_401(string header)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/messages");
        request.Headers.TryAddWithoutValidation("Authorization", header);

        using var response = await _host.Http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task A_key_without_the_scope_is_403(string path)
    {
        using var response = await _host.GetAsync(path, Some.KeyWithScope("none"));

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Equal("urn:mogambo:problem:forbidden", await ProblemAsync(response));
    }

    [Fact]
    public async Task A_scope_opens_its_endpoints_only()
    {
        using var messages = await _host.GetAsync("/v1/messages", Some.KeyWithScope("messages:read"));
        using var letters = await _host.GetAsync("/v1/dead-letters", Some.KeyWithScope("messages:read"));

        Assert.Equal(HttpStatusCode.OK, messages.StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, letters.StatusCode);
    }

    [Theory]
    [InlineData("api_key")]
    [InlineData("access_token")]
    [InlineData("key")]
    [InlineData("token")]
    public async Task A_key_in_the_query_string_is_400_even_beside_a_good_one(string parameter)
    {
        using var response = await _host.GetAsync($"/v1/messages?{parameter}={Some.Key}");

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("urn:mogambo:problem:invalid-request", await ProblemAsync(response));
    }

    [Fact]
    public async Task An_endpoint_that_names_no_scope_is_closed()
    {
        using var forgotten = await _host.GetAsync("/v1/forgotten");
        using var page = await _host.GetAsync("/page", key: null);

        Assert.Equal(HttpStatusCode.Forbidden, forgotten.StatusCode);
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
    }

    [Fact]
    public void Every_endpoint_of_the_API_names_a_scope()
    {
        var endpoints = _host.Service<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.RoutePattern.RawText!.StartsWith("/v1", StringComparison.Ordinal))
            .Where(endpoint => endpoint.RoutePattern.RawText != "/v1/forgotten")
            .ToList();

        Assert.NotEmpty(endpoints);
        Assert.All(endpoints, endpoint => Assert.NotNull(endpoint.Metadata.GetMetadata<IAuthorizeData>()?.Policy));
    }

    private static async Task<string?> ProblemAsync(HttpResponseMessage response)
    {
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
        using var body = JsonDocument.Parse(await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));
        return body.RootElement.GetProperty("type").GetString();
    }
}

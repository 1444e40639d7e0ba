using System.Text.Json;
using System.Text.Json.Nodes;
using Mogambo.Gateway.Tests.TestKit;

namespace Mogambo.Gateway.Tests.Contract;

/// <summary>What every endpoint refuses: no key, a key without its scope, what it does not know.</summary>
public sealed class RefusalTests(ContractHost host) : IClassFixture<ContractHost>
{
    private const string Unknown = "nobody_knows_this";

    public static TheoryData<string> Endpoints => [.. ContractRequests.All.Select(request => request.Endpoint)];

    public static TheoryData<string> Changing =>
        [.. ContractRequests.All.Where(request => request.Method != HttpMethod.Get && !request.NeedsOnlyRead).Select(request => request.Endpoint)];

    public static TheoryData<string> WithQuery => [.. ContractRequests.All.Where(request => request.ReadsQuery).Select(request => request.Endpoint)];

    public static TheoryData<string> WithJson => [.. ContractRequests.All.Where(request => request.TakesJson).Select(request => request.Endpoint)];

    [Fact]
    public void Every_endpoint_has_a_request_here()
    {
        Assert.Equal(host.Endpoints.Order(), ContractRequests.All.Select(request => request.Endpoint).Order());
    }

    [Theory]
    [MemberData(nameof(Endpoints))]
    public async Task Without_a_key_it_is_401(string endpoint)
    {
        var problem = await RefusedAsync(ContractRequests.Of(endpoint), key: null, 401, "unauthorized");

        Assert.False(problem.TryGetProperty("errors", out _));
    }

    [Theory]
    [MemberData(nameof(Endpoints))]
    public async Task Without_a_scope_it_is_403(string endpoint)
    {
        await RefusedAsync(ContractRequests.Of(endpoint), Some.KeyWithScope("none"), 403, "forbidden");
    }

    [Theory]
    [MemberData(nameof(Changing))]
    public async Task With_all_scopes_to_read_nothing_is_changed(string endpoint)
    {
        await RefusedAsync(ContractRequests.Of(endpoint), ContractHost.ReadingKey, 403, "forbidden");
    }

    [Theory]
    [MemberData(nameof(WithQuery))]
    public async Task An_unknown_parameter_is_400_and_named(string endpoint)
    {
        var request = ContractRequests.Of(endpoint);
        var address = await host.FillAsync(request.Address);

        var problem = await RefusedAsync(
            request, Some.OtherKey, 400, "invalid-request", $"{address}{(address.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{Unknown}=1");

        Assert.Equal([Unknown], problem.GetProperty("errors").EnumerateObject().Select(error => error.Name));
    }

    [Theory]
    [MemberData(nameof(WithJson))]
    public async Task An_unknown_member_is_400_and_named(string endpoint)
    {
        var request = ContractRequests.Of(endpoint);
        var body = JsonNode.Parse(await host.FillAsync(request.Body!))!.AsObject();
        body[Unknown] = 1;

        var problem = await RefusedAsync(request, Some.OtherKey, 400, "invalid-request", await host.FillAsync(request.Address), body.ToJsonString());

        Assert.Equal([Unknown], problem.GetProperty("errors").EnumerateObject().Select(error => error.Name));
    }

    private async Task<JsonElement> RefusedAsync(ContractRequest request, string? key, int status, string name, string? address = null, string? body = null)
    {
        using var response = await host.SendAsync(request, key, address ?? request.Pattern, body ?? request.Body);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.True(status == (int)response.StatusCode, $"{(int)response.StatusCode}: {text}");
        var problem = JsonElement.Parse(text);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal("urn:mogambo:problem:" + name, problem.GetProperty("type").GetString());
        Assert.NotEmpty(problem.GetProperty("detail").GetString()!);
        Assert.Equal(status == 401, response.Headers.WwwAuthenticate.Count > 0);
        return problem;
    }
}

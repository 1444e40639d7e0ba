using System.Net;
using System.Text.Json;
using Mogambo.Gateway.Tests.TestKit;

namespace Mogambo.Gateway.Tests.Problems;

/// <summary>Every error is a problem, says what to do, and nothing about the inside.</summary>
public sealed class ProblemTests(SharedHost shared) : IClassFixture<SharedHost>
{
    private readonly GatewayHost _host = shared.Host;

    [Theory]
    [InlineData("GET", "/nowhere", 404, "not-found")]
    [InlineData("GET", "/v1/nowhere", 404, "not-found")]
    [InlineData("GET", "/v1/messages/%2e%2e/x", 404, "not-found")]
    [InlineData("POST", "/v1/conversations", 405, "method-not-allowed")]
    [InlineData("TRACE", "/v1/messages", 405, "method-not-allowed")]
    [InlineData("PUT", "/webhooks/whatsapp", 405, "method-not-allowed")]
    [InlineData("GET", "/away", 503, "storage-unavailable")]
    [InlineData("GET", "/fails", 500, "internal-error")]
    public async Task An_error_is_a_problem(string method, string path, int status, string name)
    {
        using var response = await _host.SendAsync(new HttpMethod(method), path);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
        using var problem = JsonDocument.Parse(text);
        Assert.Equal("urn:mogambo:problem:" + name, problem.RootElement.GetProperty("type").GetString());
        Assert.Equal(status, problem.RootElement.GetProperty("status").GetInt32());
        Assert.NotEmpty(problem.RootElement.GetProperty("title").GetString()!);
        Assert.NotEmpty(problem.RootElement.GetProperty("detail").GetString()!);
        Assert.Equal(status == 500, problem.RootElement.TryGetProperty("trace_id", out _));
        Assert.Equal(status == 503, response.Headers.RetryAfter is not null);
        Assert.DoesNotContain("secret", text, StringComparison.Ordinal);
        Assert.DoesNotContain("10.0.0.1", text, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/v1/messages")]
    [InlineData("/nowhere")]
    [InlineData("/fails")]
    [InlineData("/health/live")]
    public async Task Every_answer_has_the_security_headers(string path)
    {
        using var response = await _host.GetAsync(path);

        Assert.Equal("nosniff", Header(response, "X-Content-Type-Options"));
        Assert.Equal("no-referrer", Header(response, "Referrer-Policy"));
        Assert.Equal("default-src 'none'; frame-ancestors 'none'", Header(response, "Content-Security-Policy"));
        Assert.Equal("no-store", Header(response, "Cache-Control"));
        Assert.False(response.Headers.Contains("Server"));
        Assert.False(response.Headers.Contains("Access-Control-Allow-Origin"));
    }

    [Theory]
    [InlineData("/v1/messages?limit=0", "limit")]
    [InlineData("/v1/messages?limit=201", "limit")]
    [InlineData("/v1/messages?limit=1000000000", "limit")]
    [InlineData("/v1/messages?limit=x", "limit")]
    [InlineData("/v1/messages?limit=1&limit=2", "limit")]
    [InlineData("/v1/messages?user=ana", "user")]
    [InlineData("/v1/messages?number=x", "number")]
    [InlineData("/v1/messages?status=gone", "status")]
    [InlineData("/v1/messages?direction=up", "direction")]
    [InlineData("/v1/messages?reference=", "reference")]
    [InlineData("/v1/messages?reference=%00", "reference")]
    [InlineData("/v1/messages?after=x", "after")]
    [InlineData("/v1/messages?after=MTIvYWJj", "after")]
    [InlineData("/v1/messages?offset=10", "offset")]
    [InlineData("/v1/contacts/ana", "number")]
    [InlineData("/v1/contacts/14155550100?from=x", "from")]
    [InlineData("/v1/contacts/14155550100?form=1", "form")]
    [InlineData("/v1/conversations?after=*", "after")]
    [InlineData("/v1/conversations?user=14155550100", "user")]
    [InlineData($"/v1/conversations/{Some.Number}/14155550100/messages?limit=-1", "limit")]
    [InlineData("/v1/dead-letters?after=msg_1", "after")]
    [InlineData("/v1/dead-letters?kind=body", "kind")]
    public async Task Invalid_input_is_400_and_names_the_field(string path, string field)
    {
        using var response = await _host.GetAsync(path);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        using var problem = JsonDocument.Parse(await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));
        Assert.Equal("urn:mogambo:problem:invalid-request", problem.RootElement.GetProperty("type").GetString());
        Assert.NotEmpty(problem.RootElement.GetProperty("errors").GetProperty(field)[0].GetString()!);
    }

    private static string Header(HttpResponseMessage response, string name) => response.Headers.GetValues(name).Single();
}

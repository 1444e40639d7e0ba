using System.Net;
using System.Text.Json;
using Mogambo.Gateway.Reference;
using Mogambo.Gateway.Tests.TestKit;

namespace Mogambo.Gateway.Tests.Reference;

public sealed class ApiReferenceTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_document_is_served_without_a_key_and_shows_every_endpoint_at_its_own_address()
    {
        await using var host = await GatewayHost.StartAsync();

        using var response = await host.GetAsync("/openapi/v1.json", key: null);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        using var document = JsonDocument.Parse(await response.Content.ReadAsStringAsync(Cancellation));
        var paths = document.RootElement.GetProperty("paths").EnumerateObject().ToArray();
        var shown = paths.SelectMany(path => path.Value.EnumerateObject()
            .Select(operation => $"{operation.Name.ToUpperInvariant()} {path.Name["/v1".Length..]}")).ToArray();
        Assert.Contains("POST /messages", shown);
        Assert.All(paths, path => Assert.False(path.Name.EndsWith('/')));
        Assert.Empty(shown.Except(ApiOperations.All));
    }

    [Fact]
    public async Task The_page_may_load_nothing_from_elsewhere()
    {
        await using var host = await GatewayHost.StartAsync();

        using var response = await host.GetAsync("/docs/", key: null);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.StartsWith("default-src 'self';", Assert.Single(response.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
    }
}

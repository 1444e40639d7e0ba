using System.Net;
using System.Text.RegularExpressions;
using Microsoft.OpenApi;
using Mogambo.Gateway.Reference;
using Mogambo.Gateway.Tests.Contract;
using Mogambo.Gateway.Tests.TestKit;

namespace Mogambo.Gateway.Tests.Reference;

/// <summary>The description of the API, and the page on which it is read.</summary>
public sealed partial class ReferenceTests(ContractHost host) : IClassFixture<ContractHost>
{
    /// <summary>Set to 1, the checked-in document is written anew: look at the difference and commit it.</summary>
    private const string Renew = "MOGAMBO_WRITE_OPENAPI";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void Every_endpoint_is_described_and_nothing_else() => Assert.Equal(
        host.Endpoints.Order(), ApiOperations.All.Select(operation => operation.Replace(" /", " /v1/", StringComparison.Ordinal)).Order());

    [Fact]
    public async Task The_document_is_the_one_that_is_checked_in()
    {
        var served = (await DocumentAsync()).ReplaceLineEndings("\n").TrimEnd() + "\n";
        var file = Path.Combine(Root(AppContext.BaseDirectory), "docs", "openapi.json");
        if (Environment.GetEnvironmentVariable(Renew) == "1")
        {
            await File.WriteAllTextAsync(file, served, Cancellation);
        }

        var kept = (await File.ReadAllTextAsync(file, Cancellation)).ReplaceLineEndings("\n");
        Assert.True(kept == served, $"The API is no longer the one in docs/openapi.json. If it should differ, run this test with {Renew}=1 and commit the file.");
    }

    [Fact]
    public async Task The_document_is_valid_and_says_the_same_on_every_host()
    {
        var text = await DocumentAsync();
        await using var other = await GatewayHost.StartAsync();

        var read = OpenApiDocument.Parse(text, "json");

        Assert.Empty(read.Diagnostic!.Errors);
        Assert.Empty(read.Diagnostic.Warnings);
        Assert.Equal(OpenApiSpecVersion.OpenApi3_1, read.Diagnostic.SpecificationVersion);
        Assert.Equal(host.Endpoints.Count, read.Document!.Paths.Sum(path => path.Value.Operations!.Count));
        Assert.Empty(read.Document.Servers ?? []);
        Assert.Equal(text, await other.Http.GetStringAsync("/openapi/v1.json", Cancellation));
    }

    [Fact]
    public async Task The_page_needs_no_key_and_loads_nothing_from_elsewhere()
    {
        using var response = await host.Host.GetAsync("/docs/", key: null);
        var html = await response.Content.ReadAsStringAsync(Cancellation);

        Assert.Equal((HttpStatusCode.OK, "text/html"), (response.StatusCode, response.Content.Headers.ContentType!.MediaType));
        Assert.Contains("Mogambo API", html, StringComparison.Ordinal);
        Assert.Empty(AbsoluteAddress().Matches(html).Select(match => match.Value));
        var policy = response.Headers.GetValues("Content-Security-Policy").Single();
        Assert.StartsWith("default-src 'self'", policy, StringComparison.Ordinal);
        Assert.All(
            policy.Split(';').SelectMany(directive => directive.Trim().Split(' ').Skip(1)),
            source => Assert.Contains(source, (string[])["'self'", "'unsafe-inline'", "'none'", "data:"]));
    }

    [Fact]
    public async Task The_pages_script_and_document_are_served_here_without_a_key()
    {
        var html = await host.Host.Http.GetStringAsync("/docs/", Cancellation);
        var scripts = Script().Matches(html).Select(match => match.Groups[1].Value).ToList();

        Assert.NotEmpty(scripts);
        foreach (var script in scripts)
        {
            using var response = await host.Host.GetAsync(new Uri(new Uri(host.Host.Address, "/docs/"), script).PathAndQuery, key: null);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }

        Assert.Contains("openapi/v1.json", html, StringComparison.Ordinal);
    }

    private async Task<string> DocumentAsync()
    {
        using var response = await host.Host.GetAsync("/openapi/v1.json", key: null);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await response.Content.ReadAsStringAsync(Cancellation);
    }

    private static string Root(string directory) => File.Exists(Path.Combine(directory, "Mogambo.sln"))
        ? directory
        : Root(Path.GetDirectoryName(directory) ?? throw new InvalidOperationException("Mogambo.sln is in no directory above."));

    [GeneratedRegex("""(?:src|href|url)\s*[=:(]\s*["'](?:https?:)?//[^"']*""", RegexOptions.IgnoreCase)]
    private static partial Regex AbsoluteAddress();

    [GeneratedRegex("""<script[^>]+src="([^"]+)""", RegexOptions.IgnoreCase)]
    private static partial Regex Script();
}

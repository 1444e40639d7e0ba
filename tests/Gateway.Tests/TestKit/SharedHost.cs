using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Mogambo.Storage;

namespace Mogambo.Gateway.Tests.TestKit;

/// <summary>One host for the tests of a class that change nothing, with a few endpoints that misbehave.</summary>
public sealed class SharedHost : IAsyncLifetime
{
    internal GatewayHost Host { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Host = await GatewayHost.StartAsync(map: app =>
    {
        app.MapGet("/fails", (HttpContext _) => throw new InvalidOperationException("select secret from table"));
        app.MapGet("/away", (HttpContext _) => throw new StorageUnavailableException("connection to 10.0.0.1"));
        app.MapGet("/v1/forgotten", () => "open");
        app.MapGet("/page", () => "open");
    });

    public ValueTask DisposeAsync() => Host.DisposeAsync();
}

using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Mogambo.Gateway.Tests.TestKit;
using Mogambo.Outbound;
using Mogambo.Storage.Events;
using Mogambo.Storage.Secrets;

namespace Mogambo.Gateway.Tests.Subscriptions;

/// <summary>The gateway on the real store, with a feed in memory and names that resolve as a test says.</summary>
public sealed class SubscriptionHost : IAsyncLifetime, INameResolver, ISecretProtector
{
    public const string Receiver = "https://receiver.example/hook";
    public const string Scoped = "mgb_reads_0123456789012345678901234567890";

    internal GatewayHost Host { get; private set; } = null!;

    public FakeEvents Events { get; } = new();

    public async ValueTask InitializeAsync() => Host = await GatewayHost.StartAsync(
        new()
        {
            ["Mogambo:Outbound:AllowedPrivateAddresses:0"] = "10.9.8.7:8080",
            ["Mogambo:Accounts:0:ApiKeys:3:Key"] = Scoped,
            ["Mogambo:Accounts:0:ApiKeys:3:Scopes:0"] = "subscriptions:read",
            ["Mogambo:Accounts:2:EventFeed"] = "true",
            ["Mogambo:Accounts:2:Subscriptions:0:Url"] = "https://configured.example/",
            ["Mogambo:Accounts:2:Subscriptions:0:Secret"] = "whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=",
        },
        useStorage: true,
        configure: services => services
            .AddSingleton<IEvents>(Events)
            .AddSingleton<INameResolver>(this)
            .AddSingleton<ISecretProtector>(this));

    public async ValueTask DisposeAsync() => await Host.DisposeAsync();

    public async Task<(HttpStatusCode Status, JsonElement Body)> SendAsync(HttpMethod method, string path, string? json = null, string key = Some.Key)
    {
        using var content = json is null ? null : new StringContent(json, Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
        using var response = await Host.SendAsync(method, path, key, content);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return (response.StatusCode, text.Length == 0 ? default : JsonElement.Parse(text));
    }

    public Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken) => host.TrimEnd('.') switch
    {
        "receiver.example" or "configured.example" => Task.FromResult<IPAddress[]>([IPAddress.Parse("192.0.43.8")]),
        "mixed.example" => Task.FromResult<IPAddress[]>([IPAddress.Parse("192.0.43.8"), IPAddress.Loopback]),
        "inside.example" => Task.FromResult<IPAddress[]>([IPAddress.Parse("10.0.0.1")]),
        "localhost" => Task.FromResult<IPAddress[]>([IPAddress.Loopback, IPAddress.IPv6Loopback]),
        _ => throw new SocketException((int)SocketError.HostNotFound),
    };

    public byte[] Protect(string secret) => [.. Encoding.UTF8.GetBytes(secret).Reverse()];

    public string Unprotect(byte[] stored) => Encoding.UTF8.GetString([.. stored.Reverse()]);
}

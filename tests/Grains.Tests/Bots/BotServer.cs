using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Mogambo.Grains.Tests.Bots;

/// <summary>A call as a bot's service got it.</summary>
internal sealed record BotRequest(string Path, string Id, string Timestamp, string Signature, string? ContentType, byte[] Body);

/// <summary>A business's own service on a real socket, that answers as a test says.</summary>
internal sealed class BotServer : IAsyncDisposable
{
    private readonly WebApplication _server;
    private readonly List<BotRequest> _requests = [];

    private BotServer(RequestDelegate answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _server = builder.Build();
        _server.Run(async context =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            var headers = context.Request.Headers;
            _requests.Add(new(
                context.Request.Path,
                headers["webhook-id"].ToString(),
                headers["webhook-timestamp"].ToString(),
                headers["webhook-signature"].ToString(),
                context.Request.ContentType,
                body.ToArray()));
            await answer(context);
        });
    }

    /// <summary>The calls it got, in order.</summary>
    public IReadOnlyList<BotRequest> Requests => _requests;

    public int Port { get; private set; }

    public static async Task<BotServer> StartAsync(RequestDelegate answer)
    {
        var server = new BotServer(answer);
        await server._server.StartAsync();
        server.Port = new Uri(server._server.Urls.First()).Port;
        return server;
    }

    public static Task<BotServer> AnsweringAsync(string json) => StartAsync(context => context.Response.WriteAsync(json));

    public ValueTask DisposeAsync() => _server.DisposeAsync();
}

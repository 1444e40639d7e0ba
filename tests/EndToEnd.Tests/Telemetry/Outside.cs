using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Mogambo.PostgresServer;

namespace Mogambo.EndToEnd.Tests.Telemetry;

/// <summary>What is outside the product, in one server: a receiver of OTLP, a bot that answers or fails, and a subscriber that refuses.</summary>
public sealed class Outside : IAsyncDisposable
{
    private readonly int _port = FreePort.Next();
    private readonly WebApplication _app;

    private Outside()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        _app = builder.Build();
        _app.Urls.Add($"http://127.0.0.1:{_port}");
        _app.MapPost("/v1/traces", context => KeepAsync(context, Traces));
        _app.MapPost("/v1/metrics", context => KeepAsync(context, Metrics));
        _app.MapPost("/bot", AnswerAsync);
        _app.MapPost("/subscriber/{*rest}", () => Results.StatusCode(500));
    }

    /// <summary>The bodies that came, as they came.</summary>
    public ConcurrentQueue<byte[]> Traces { get; } = [];

    public ConcurrentQueue<byte[]> Metrics { get; } = [];

    /// <summary>What the bot says to everybody whose message does not hold "fail".</summary>
    public string BotSays { get; set; } = "fine";

    public IReadOnlyList<OtlpSpan> Spans => [.. Traces.SelectMany(OtlpSpan.ReadAll)];

    public string Url => $"http://127.0.0.1:{_port}";

    /// <summary>Settings of a process that exports to it at once.</summary>
    public Dictionary<string, string> Settings => new()
    {
        ["OTEL_EXPORTER_OTLP_ENDPOINT"] = Url,
        ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
        ["OTEL_BSP_SCHEDULE_DELAY"] = "100",
        ["OTEL_METRIC_EXPORT_INTERVAL"] = "300",
        ["Mogambo__Outbound__AllowedPrivateAddresses__0"] = $"127.0.0.1:{_port}",
    };

    public static async Task<Outside> StartAsync()
    {
        var outside = new Outside();
        await outside._app.StartAsync();
        return outside;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static async Task KeepAsync(HttpContext context, ConcurrentQueue<byte[]> bodies)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        bodies.Enqueue(body.ToArray());
        context.Response.ContentType = "application/x-protobuf";
    }

    private async Task AnswerAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var question = await reader.ReadToEndAsync(context.RequestAborted);
        if (question.Contains("fail", StringComparison.Ordinal))
        {
            context.Response.StatusCode = 500;
        }

        await context.Response.WriteAsync($$$"""{"messages":[{"type":"text","text":{"body":"{{{BotSays}}}"}}]}""");
    }
}

using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Mogambo.Simulator.Tests;

/// <summary>A webhook endpoint that records what it gets and answers as it is told.</summary>
public sealed class Receiver : IAsyncDisposable
{
    private readonly WebApplication _app;

    private Receiver(WebApplication app) => _app = app;

    public string Url => _app.Urls.First() + "/webhooks/whatsapp";

    /// <summary>Status of the answer to each POST, told its number from 1.</summary>
    public Func<int, int> Answer { get; set; } = _ => 200;

    /// <summary>Called before an answer is given.</summary>
    public Func<JsonElement, Task> BeforeAnswer { get; set; } = _ => Task.CompletedTask;

    public ConcurrentQueue<Post> Posts { get; } = new();

    public IEnumerable<JsonElement> Statuses => Changes.Where(value => value.TryGetProperty("statuses", out _))
        .SelectMany(value => value.GetProperty("statuses").EnumerateArray());

    public IEnumerable<JsonElement> Messages => Changes.Where(value => value.TryGetProperty("messages", out _))
        .SelectMany(value => value.GetProperty("messages").EnumerateArray());

    /// <summary>What came of one webhook field, such as <c>user_preferences</c>, in the order of arrival.</summary>
    public IReadOnlyList<JsonElement> Field(string field) => [.. Posts.SelectMany(post => post.Json.GetProperty("entry").EnumerateArray())
        .SelectMany(entry => entry.GetProperty("changes").EnumerateArray())
        .Where(change => change.GetProperty("field").GetString() == field)
        .Select(change => change.GetProperty("value"))];

    private IEnumerable<JsonElement> Changes => Posts.SelectMany(post => post.Json.GetProperty("entry").EnumerateArray())
        .SelectMany(entry => entry.GetProperty("changes").EnumerateArray())
        .Select(change => change.GetProperty("value"));

    public static async Task<Receiver> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore();
        builder.Services.AddRouting();
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        app.UseRouting();
        var receiver = new Receiver(app);
        app.MapGet("/webhooks/whatsapp", receiver.HandshakeAsync);
        app.MapPost("/webhooks/whatsapp", receiver.ReceiveAsync);
        await app.StartAsync();
        return receiver;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private Task HandshakeAsync(HttpContext http)
    {
        if (http.Request.Query["hub.verify_token"] == "simulator-verify-token")
        {
            return http.Response.WriteAsync(http.Request.Query["hub.challenge"].ToString());
        }

        http.Response.StatusCode = 403;
        return Task.CompletedTask;
    }

    private async Task ReceiveAsync(HttpContext http)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body);
        var post = new Post(body.ToArray(), http.Request.Headers["X-Hub-Signature-256"].ToString());
        Posts.Enqueue(post);
        var status = Answer(Posts.Count);
        await BeforeAnswer(post.Json);
        http.Response.StatusCode = status;
    }

    public sealed record Post(byte[] Body, string Signature)
    {
        public string Text => System.Text.Encoding.UTF8.GetString(Body);

        public JsonElement Json => JsonDocument.Parse(Body).RootElement;
    }
}

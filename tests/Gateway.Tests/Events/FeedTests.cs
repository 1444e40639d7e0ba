using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.Extensions.Hosting;
using Mogambo.Gateway.Tests.Subscriptions;
using Mogambo.Gateway.Tests.TestKit;

namespace Mogambo.Gateway.Tests.Events;

public sealed class FeedTests(SubscriptionHost host) : IClassFixture<SubscriptionHost>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_feed_is_polled_by_cursor_and_says_where_to_go_on_even_when_it_is_quiet()
    {
        var first = host.Events.Add(Some.OnPremisesAccount);
        host.Events.Add(Some.Account);
        var second = host.Events.Add(Some.OnPremisesAccount);
        var (_, before) = await host.SendAsync(HttpMethod.Get, "/v1/events?limit=1", key: Some.OnPremisesKey);
        var (_, page) = await host.SendAsync(HttpMethod.Get, $"/v1/events?after={first.Cursor}", key: Some.OnPremisesKey);
        var (_, quiet) = await host.SendAsync(HttpMethod.Get, $"/v1/events?after={second.Cursor}", key: Some.OnPremisesKey);

        Assert.Single(before.GetProperty("data").EnumerateArray());
        var found = page.GetProperty("data").EnumerateArray().First();
        Assert.Equal((second.Id, "message.received", Some.OnPremisesAccount), (
            found.GetProperty("id").GetString(), found.GetProperty("type").GetString(), found.GetProperty("account").GetString()));
        Assert.Equal("hello", found.GetProperty("data").GetProperty("text").GetString());
        Assert.Empty(quiet.GetProperty("data").EnumerateArray());
        Assert.Equal(JsonValueKind.Null, quiet.GetProperty("next").ValueKind);
    }

    [Fact]
    public async Task An_account_that_keeps_no_feed_is_told_how_to()
    {
        var (status, problem) = await host.SendAsync(HttpMethod.Get, "/v1/events", key: Some.OtherKey);

        Assert.Equal(HttpStatusCode.Conflict, status);
        Assert.Equal("urn:mogambo:problem:event-feed-off", problem.GetProperty("type").GetString());
    }

    [Theory]
    [InlineData("/v1/events?after=yesterday")]
    [InlineData("/v1/events?limit=201")]
    [InlineData("/v1/events?since=0-0")]
    [InlineData("/v1/events/stream?after=x")]
    public async Task A_wrong_query_is_400(string path) =>
        Assert.Equal(HttpStatusCode.BadRequest, (await host.SendAsync(HttpMethod.Get, path, key: Some.OnPremisesKey)).Status);

    [Fact]
    public async Task The_stream_goes_on_after_the_last_event_seen_and_brings_new_ones_in_single_lines()
    {
        var seen = host.Events.Add(Some.OnPremisesAccount);
        var missed = host.Events.Add(Some.OnPremisesAccount);
        using var response = await OpenAsync(seen.Cursor.ToString());
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(Cancellation));

        Assert.Equal("text/event-stream", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal($"id: {missed.Cursor}", await NextAsync(reader, "id:"));
        var late = host.Events.Add(Some.OnPremisesAccount);
        Assert.Equal($"id: {late.Cursor}", await NextAsync(reader, "id:"));
        Assert.Equal("event: message.received", await NextAsync(reader, "event:"));
        Assert.Contains("\"hello\"", await NextAsync(reader, "data:"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stop_of_the_process_ends_the_stream_cleanly()
    {
        var own = new SubscriptionHost();
        await own.InitializeAsync();
        using var request = Request("0-0");
        using var response = await own.Host.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancellation);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(Cancellation));

        own.Host.Service<IHostApplicationLifetime>().StopApplication();

        await reader.ReadToEndAsync(Cancellation).WaitAsync(TimeSpan.FromSeconds(10), Cancellation);
        await own.DisposeAsync();
    }

    private static HttpRequestMessage Request(string lastEventId)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, "/v1/events/stream");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Some.OnPremisesKey);
        request.Headers.Add("Last-Event-ID", lastEventId);
        return request;
    }

    private async Task<HttpResponseMessage> OpenAsync(string lastEventId)
    {
        using var request = Request(lastEventId);
        return await host.Host.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancellation);
    }

    private static async Task<string> NextAsync(StreamReader reader, string prefix)
    {
        while (await reader.ReadLineAsync(Cancellation).AsTask().WaitAsync(TimeSpan.FromSeconds(10), Cancellation) is { } line)
        {
            if (line.StartsWith(prefix, StringComparison.Ordinal))
            {
                return line;
            }
        }

        throw new InvalidOperationException("The stream ended.");
    }
}

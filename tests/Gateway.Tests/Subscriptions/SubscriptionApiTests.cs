using System.Net;
using Mogambo.Accounts;
using Mogambo.Gateway.Tests.TestKit;
using Mogambo.Storage.DeadLetters;
using Mogambo.Storage.Subscriptions;
using Mogambo.Subscriptions;

namespace Mogambo.Gateway.Tests.Subscriptions;

public sealed class SubscriptionApiTests(SubscriptionHost host) : IClassFixture<SubscriptionHost>
{
    private const string Path = "/v1/subscriptions";
    private const string Body = $$"""{"url":"{{SubscriptionHost.Receiver}}","events":["message.*","template.status"],"description":"orders"}""";

    [Fact]
    public async Task It_is_made_with_a_secret_that_is_shown_once_then_changed_rotated_and_removed()
    {
        var (status, made) = await host.SendAsync(HttpMethod.Post, Path, Body);
        var id = made.GetProperty("id").GetString()!;
        var (_, shown) = await host.SendAsync(HttpMethod.Get, $"{Path}/{id}");
        var (changedStatus, changed) = await host.SendAsync(HttpMethod.Put, $"{Path}/{id}", $$"""{"url":"{{SubscriptionHost.Receiver}}?v=2"}""");
        var (_, rotated) = await host.SendAsync(HttpMethod.Post, $"{Path}/{id}/rotate-secret");
        var (_, list) = await host.SendAsync(HttpMethod.Get, $"{Path}?limit=200");

        Assert.Equal(HttpStatusCode.Created, status);
        Assert.True(SigningSecret.IsOne(made.GetProperty("secret").GetString()));
        Assert.False(shown.TryGetProperty("secret", out _));
        Assert.Equal(("active", "api", "orders"), (shown.GetProperty("status").GetString(), shown.GetProperty("source").GetString(), shown.GetProperty("description").GetString()));
        Assert.Equal(HttpStatusCode.OK, changedStatus);
        Assert.Equal(SubscriptionHost.Receiver + "?v=2", changed.GetProperty("url").GetString());
        Assert.Equal("*", Assert.Single(changed.GetProperty("events").EnumerateArray()).GetString());
        Assert.NotEqual(made.GetProperty("secret").GetString(), rotated.GetProperty("secret").GetString());
        Assert.Contains(list.GetProperty("data").EnumerateArray(), one => one.GetProperty("id").GetString() == id);
        Assert.DoesNotContain("whsec_", list.GetRawText(), StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.NotFound, (await host.SendAsync(HttpMethod.Delete, $"{Path}/{id}", key: Some.OtherKey)).Status);
        Assert.Equal(HttpStatusCode.NoContent, (await host.SendAsync(HttpMethod.Delete, $"{Path}/{id}")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await host.SendAsync(HttpMethod.Get, $"{Path}/{id}")).Status);
    }

    [Theory]
    [InlineData("""{"url":"https://receiver.example/hook","secret":"mine"}""", "secret")]
    [InlineData("""{"url":"https://receiver.example/hook","events":["mesage.*"]}""", "events[0]")]
    [InlineData("""{"url":"https://receiver.example/hook","events":[]}""", "events")]
    [InlineData("""{"url":"https://receiver.example/hook","events":[1]}""", "events")]
    [InlineData("""{"url":1}""", "url")]
    [InlineData("""{"events":["*"]}""", "url")]
    [InlineData("""{"url":"https://receiver.example/hook","url":"https://other"}""", "body")]
    [InlineData("[]", "body")]
    [InlineData("{", "body")]
    public async Task A_body_that_is_wrong_is_400_and_names_the_member(string body, string member)
    {
        var (status, problem) = await host.SendAsync(HttpMethod.Post, Path, body);

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.True(problem.GetProperty("errors").TryGetProperty(member, out _), problem.GetRawText());
    }

    [Theory]
    [InlineData("https://127.0.0.1/")]
    [InlineData("https://127.1/")]
    [InlineData("https://2130706433/")]
    [InlineData("https://0x7f000001/")]
    [InlineData("https://0177.0.0.1/")]
    [InlineData("https://0.0.0.0/")]
    [InlineData("https://10.0.0.1/")]
    [InlineData("https://172.16.0.1/")]
    [InlineData("https://192.168.1.1/")]
    [InlineData("https://100.64.0.1/")]
    [InlineData("https://169.254.169.254/latest/meta-data")]
    [InlineData("https://198.18.0.1/")]
    [InlineData("https://224.0.0.1/")]
    [InlineData("https://240.0.0.1/")]
    [InlineData("https://255.255.255.255/")]
    [InlineData("https://[::]/")]
    [InlineData("https://[::1]/")]
    [InlineData("https://[::127.0.0.1]/")]
    [InlineData("https://[::ffff:10.0.0.1]/")]
    [InlineData("https://[64:ff9b::7f00:1]/")]
    [InlineData("https://[2002:7f00:1::]/")]
    [InlineData("https://[fd00::1]/")]
    [InlineData("https://[fe80::1]/")]
    [InlineData("https://localhost/")]
    [InlineData("https://localhost./")]
    [InlineData("https://ｌｏｃａｌｈｏｓｔ/")]
    [InlineData("https://inside.example/")]
    [InlineData("https://mixed.example/")]
    [InlineData("https://10.9.8.7:8081/")]
    [InlineData("https://unknown.example/")]
    [InlineData("http://receiver.example/hook")]
    [InlineData("https://user:pass@receiver.example/")]
    [InlineData("https://receiver.example/#part")]
    [InlineData("https://127.0.0.1\\\\@receiver.example/")]
    [InlineData("https://receiver.example/a\\r\\nb")]
    [InlineData("file:///etc/passwd")]
    [InlineData("gopher://receiver.example/")]
    [InlineData("/relative")]
    [InlineData("")]
    public async Task An_address_where_events_must_not_go_is_refused_when_it_is_saved(string url)
    {
        var (status, problem) = await host.SendAsync(HttpMethod.Post, Path, $$"""{"url":"{{url}}"}""");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, status);
        Assert.Equal("urn:mogambo:problem:url-not-allowed", problem.GetProperty("type").GetString());
    }

    [Theory]
    [InlineData("http://10.9.8.7:8080/hook")]
    [InlineData("https://10.9.8.7:8080/hook")]
    [InlineData("https://receiver.example:8443/hook?a=b")]
    public async Task Public_addresses_and_those_that_the_operator_listed_are_taken(string url)
    {
        var (status, made) = await host.SendAsync(HttpMethod.Post, Path, $$"""{"url":"{{url}}"}""");

        Assert.Equal(HttpStatusCode.Created, status);
        await host.SendAsync(HttpMethod.Delete, $"{Path}/{made.GetProperty("id").GetString()}");
    }

    [Fact]
    public async Task Scopes_and_accounts_are_kept_apart()
    {
        var (_, made) = await host.SendAsync(HttpMethod.Post, Path, Body);
        var one = $"{Path}/{made.GetProperty("id").GetString()}";

        Assert.Equal(HttpStatusCode.OK, (await host.SendAsync(HttpMethod.Get, one, key: SubscriptionHost.Scoped)).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await host.SendAsync(HttpMethod.Post, Path, Body, SubscriptionHost.Scoped)).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await host.SendAsync(HttpMethod.Get, "/v1/events", key: SubscriptionHost.Scoped)).Status);
        foreach (var (method, path, body) in new[]
        {
            (HttpMethod.Get, one, null), (HttpMethod.Put, one, Body), (HttpMethod.Post, one + "/rotate-secret", null), (HttpMethod.Post, one + "/resume", null),
            (HttpMethod.Post, one + "/replay", """{"after":"0-0"}"""), (HttpMethod.Post, one + "/test", null), (HttpMethod.Get, one + "/deliveries", null),
        })
        {
            Assert.Equal(HttpStatusCode.NotFound, (await host.SendAsync(method, path, body, Some.OtherKey)).Status);
        }
    }

    [Fact]
    public async Task A_configured_one_is_shown_and_changes_only_in_the_configuration()
    {
        var (_, list) = await host.SendAsync(HttpMethod.Get, Path, key: Some.OnPremisesKey);
        var configured = Assert.Single(list.GetProperty("data").EnumerateArray());
        var one = $"{Path}/{configured.GetProperty("id").GetString()}";
        var (status, problem) = await host.SendAsync(HttpMethod.Put, one, Body, Some.OnPremisesKey);

        Assert.Equal("configuration", configured.GetProperty("source").GetString());
        Assert.Equal(HttpStatusCode.Conflict, status);
        Assert.Equal("urn:mogambo:problem:configured-subscription", problem.GetProperty("type").GetString());
        Assert.Equal(HttpStatusCode.Conflict, (await host.SendAsync(HttpMethod.Delete, one, key: Some.OnPremisesKey)).Status);
        Assert.Equal(HttpStatusCode.Conflict, (await host.SendAsync(HttpMethod.Post, one + "/rotate-secret", key: Some.OnPremisesKey)).Status);
        Assert.Equal(HttpStatusCode.OK, (await host.SendAsync(HttpMethod.Post, one + "/resume", key: Some.OnPremisesKey)).Status);
    }

    [Fact]
    public async Task It_is_tested_replayed_and_its_deliveries_are_listed()
    {
        var happened = host.Events.Add();
        var (_, made) = await host.SendAsync(HttpMethod.Post, Path, Body);
        var id = SubscriptionId.Parse(made.GetProperty("id").GetString()!);
        var (_, test) = await host.SendAsync(HttpMethod.Post, $"{Path}/{id}/test");
        var (_, replayed) = await host.SendAsync(HttpMethod.Post, $"{Path}/{id}/replay", """{"from":"1969-01-01T00:00:00Z"}""");
        var (wrong, _) = await host.SendAsync(HttpMethod.Post, $"{Path}/{id}/replay", """{"from":"1969-01-01T00:00:00Z","after":"0-0"}""");
        await host.Host.Service<IDeliveries>().RedeliverAsync(new(Some.Account), id, happened, DateTimeOffset.UnixEpoch, TestContext.Current.CancellationToken);
        var (_, deliveries) = await host.SendAsync(HttpMethod.Get, $"{Path}/{id}/deliveries");

        Assert.Equal((true, 204), (test.GetProperty("delivered").GetBoolean(), test.GetProperty("status_code").GetInt32()));
        Assert.Equal("0-0", replayed.GetProperty("cursor").GetString());
        Assert.Equal(HttpStatusCode.BadRequest, wrong);
        var delivery = Assert.Single(deliveries.GetProperty("data").EnumerateArray());
        Assert.Equal((happened.Id, "waiting"), (delivery.GetProperty("event").GetString(), delivery.GetProperty("state").GetString()));
    }

    [Fact]
    public async Task A_dead_letter_of_an_event_is_replayed_into_the_waiting_list()
    {
        var happened = host.Events.Add();
        var (_, made) = await host.SendAsync(HttpMethod.Post, Path, Body);
        var subscription = (await host.Host.Service<ISubscriptions>().FindAsync(
            new AccountId(Some.Account), SubscriptionId.Parse(made.GetProperty("id").GetString()!), TestContext.Current.CancellationToken))!;
        var letter = EventLetter.Of(subscription, new Delivery(happened.Cursor, happened.Subject, happened.Type) { Tries = 13 }, DateTimeOffset.UnixEpoch);
        await host.Host.Service<IDeadLetters>().AddAsync([letter], TestContext.Current.CancellationToken);

        var (status, _) = await host.SendAsync(HttpMethod.Post, $"/v1/dead-letters/{letter.Id}/replay");

        var waiting = Assert.Single(await host.Host.Service<IDeliveries>().ListAsync(subscription.Id, 10, cancellationToken: TestContext.Current.CancellationToken));
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal((happened.Cursor, DeliveryState.Waiting), (waiting.Cursor, waiting.State));
    }
}

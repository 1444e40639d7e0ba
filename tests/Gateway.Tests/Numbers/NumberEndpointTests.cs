using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Mogambo.Accounts;
using Mogambo.Gateway.Tests.TestKit;
using Mogambo.Storage.Conversations;
using Mogambo.Storage.Events;

namespace Mogambo.Gateway.Tests.Numbers;

/// <summary>Numbers by API and by webhook, with the real store.</summary>
public sealed class NumberEndpointTests : IAsyncLifetime
{
    private const string Path = "/v1/numbers";

    private readonly RecordedEvents _events = new();

    private GatewayHost _host = null!;

    public async ValueTask InitializeAsync() =>
        _host = await GatewayHost.StartAsync(useStorage: true, configure: services => services.AddSingleton<IEvents>(_events));

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task Numbers_are_listed_in_pages_without_their_tokens()
    {
        var first = await JsonAsync($"{Path}?limit=1");
        var second = await JsonAsync($"{Path}?after={first.GetProperty("next").GetString()}");

        Assert.Equal(
            $$"""{"id":"{{Some.Number}}","display_phone_number":"15550783881","api":"cloud","status":"connected","messages_per_second":80,"unique_users_per_24h":0,"quality":null,"messaging_limit":null}""",
            Assert.Single(first.GetProperty("data").EnumerateArray()).GetRawText());
        Assert.Equal(Some.SecondNumber, Assert.Single(second.GetProperty("data").EnumerateArray()).GetProperty("id").GetString());
        Assert.Equal(JsonValueKind.Null, second.GetProperty("next").ValueKind);
    }

    [Fact]
    public async Task A_parked_number_says_why_and_a_new_token_connects_it()
    {
        await _host.Service<IConversationStore>().CommitAsync(new()
        {
            Id = Some.Conversation(Some.User()),
            Account = AccountId.Parse(Some.Account),
            ExpectedVersion = 0,
            State = [1],
            Summary = new ConversationSummary { LastMessageAt = DateTimeOffset.UnixEpoch },
            Park = new(AccessTokenHash.Of("token"), new() { Code = 190, Title = "Expired", Advice = "Give the number a new token." }, DateTimeOffset.UnixEpoch),
        }, TestContext.Current.CancellationToken);
        var parked = (await JsonAsync(Path)).GetProperty("data")[0];

        using var response = await PutAsync("""{"access_token":"EAAnew"}""");

        Assert.Equal("parked", parked.GetProperty("status").GetString());
        Assert.Equal("Give the number a new token.", parked.GetProperty("error").GetProperty("advice").GetString());
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Contains("\"connected\"", text, StringComparison.Ordinal);
        Assert.DoesNotContain("EAAnew", text, StringComparison.Ordinal);
        Assert.True(_host.Service<AccountDirectory>().TryGetNumber(new(Some.Number), out var number));
        Assert.Equal("EAAnew", number!.AccessToken);
    }

    [Theory]
    [InlineData("{}", "access_token")]
    [InlineData("""{"access_token":""}""", "access_token")]
    [InlineData("""{"access_token":"with space"}""", "access_token")]
    [InlineData("""{"access_token":5}""", "access_token")]
    [InlineData("""{"access_token":"EAAnew","pin":"123456"}""", "pin")]
    public async Task An_invalid_body_is_400_with_the_member_named(string body, string member)
    {
        using var response = await PutAsync(body);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.True((await ReadAsync(response)).GetProperty("errors").TryGetProperty(member, out _));
    }

    [Fact]
    public async Task A_foreign_number_is_404_and_a_key_without_the_scope_403()
    {
        using var foreign = await PutAsync("""{"access_token":"EAAnew"}""", Some.OtherNumber);
        using var forbidden = await PutAsync("""{"access_token":"EAAnew"}""", Some.Number, Some.KeyWithScope("messages:read"));
        using var onPremises = await PutAsync("""{"access_token":"EAAnew"}""", Some.OnPremisesNumber, Some.OnPremisesKey);
        using var list = await _host.GetAsync(Path, Some.KeyWithScope("messages:read"));

        Assert.Equal(HttpStatusCode.NotFound, foreign.StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, forbidden.StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, onPremises.StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, list.StatusCode);
    }

    [Fact]
    public async Task Quality_and_limit_come_by_webhook_in_the_order_of_their_entries_and_are_told_once()
    {
        await DeliverAsync(2000, "phone_number_quality_update", """{"display_phone_number":"15550783881","event":"FLAGGED","current_limit":"TIER_1K"}""");
        await DeliverAsync(2000, "phone_number_quality_update", """{"display_phone_number":"15550783881","event":"FLAGGED","current_limit":"TIER_1K"}""");
        await DeliverAsync(1000, "phone_number_quality_update", """{"display_phone_number":"15550783881","event":"UNFLAGGED","current_limit":"TIER_10K"}""");

        var number = (await JsonAsync(Path)).GetProperty("data")[0];
        Assert.Equal(("flagged", "TIER_1K"), (number.GetProperty("quality").GetString(), number.GetProperty("messaging_limit").GetString()));
        var told = Assert.Single(_events.Added);
        Assert.Equal((EventType.NumberStatus, Some.Number), (told.Type, told.Subject));
        Assert.Equal(
            $$"""{"number":"{{Some.Number}}","display_phone_number":"15550783881","event":"flagged","quality":"flagged","messaging_limit":"TIER_1K"}""",
            Encoding.UTF8.GetString(told.Data));
    }

    [Fact]
    public async Task A_restriction_of_the_account_is_told_of_each_of_its_numbers()
    {
        await DeliverAsync(2000, "account_update", """{"event":"ACCOUNT_RESTRICTION","restriction_info":[{"restriction_type":"RESTRICTED_BIZ_INITIATED_MESSAGING","expiration":1790086400}]}""");
        await DeliverAsync(2000, "account_alerts", $$$"""{"entity_type":"PHONE_NUMBER","entity_id":"{{{Some.SecondNumber}}}","alert_info":{"alert_severity":"CRITICAL","alert_status":"ACTIVE","alert_type":"OBA_REJECTED","alert_description":"No."}}""");

        Assert.Equal([Some.Number, Some.SecondNumber, Some.SecondNumber], _events.Added.Select(told => told.Subject));
        Assert.Contains("RESTRICTED_BIZ_INITIATED_MESSAGING", Encoding.UTF8.GetString(_events.Added.First().Data), StringComparison.Ordinal);
        Assert.Contains("\"severity\":\"critical\"", Encoding.UTF8.GetString(_events.Added.Last().Data), StringComparison.Ordinal);
    }

    private async Task DeliverAsync(long time, string field, string value)
    {
        var body = Webhook.Bytes(
            $$"""{"object":"whatsapp_business_account","entry":[{"id":"{{Some.Account}}","time":{{1790000000 + time}},"changes":[{{Webhook.Change(field, value)}}]}]}""");
        Assert.Equal(HttpStatusCode.OK, await _host.DeliverAsync(body));
    }

    private Task<HttpResponseMessage> PutAsync(string body, string number = Some.Number, string key = Some.Key) =>
        _host.SendAsync(HttpMethod.Put, $"{Path}/{number}", key, new StringContent(body));

    private async Task<JsonElement> JsonAsync(string path)
    {
        using var response = await _host.GetAsync(path);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await ReadAsync(response);
    }

    private static Task<JsonElement> ReadAsync(HttpResponseMessage response) =>
        response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);

    private sealed class RecordedEvents : IEvents
    {
        public ConcurrentQueue<NewEvent> Added { get; } = [];

        public Task AddAsync(IReadOnlyList<NewEvent> events, CancellationToken cancellationToken = default)
        {
            foreach (var one in events)
            {
                Added.Enqueue(one);
            }

            return Task.CompletedTask;
        }

        public Task<IReadOnlyList<StoredEvent>> ReadAsync(AccountId account, EventCursor after, int limit, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();

        public Task<IReadOnlyList<StoredEvent>> GetAsync(AccountId account, IReadOnlyList<EventCursor> cursors, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();

        public Task<EventCursor> EndAsync(AccountId account, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public Task<EventCursor> FindAsync(AccountId account, DateTimeOffset since, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();
    }
}

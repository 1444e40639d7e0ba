using System.Net;
using System.Text;
using Mogambo.Gateway.Tests.TestKit;
using Mogambo.Storage.DeadLetters;

namespace Mogambo.Gateway.Tests.Webhooks;

/// <summary>A signed body is kept and answered 200, whatever it says.</summary>
public sealed class BrokenBodyTests : IAsyncLifetime
{
    private GatewayHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await GatewayHost.StartAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    public static TheoryData<string> BrokenBodies() =>
    [
        "",
        "null",
        "[]",
        "1e400",
        "\"text\"",
        "{",
        "{\"object\":",
        "{\"object\":\"whatsapp_business_account\"}",
        "{\"object\":\"whatsapp_business_account\",\"entry\":7}",
        "{\"object\":\"whatsapp_business_account\",\"entry\":[7]}",
        "{\"object\":\"page\",\"entry\":[]}",
        "\0",
        "{\"a\":\"\0\"}",
    ];

    [Theory]
    [MemberData(nameof(BrokenBodies))]
    public async Task A_body_that_is_not_WhatsApps_becomes_a_dead_letter(string body)
    {
        Assert.Equal(HttpStatusCode.OK, await _host.DeliverAsync(Encoding.UTF8.GetBytes(body)));

        var letter = Assert.Single(_host.Store.Letters.Values);
        Assert.Equal(Some.Account, letter.Account.Value);
        Assert.True(letter.Kind is DeadLetterKind.Body or DeadLetterKind.Change);
    }

    [Fact]
    public async Task Bytes_that_are_not_UTF_8_become_a_dead_letter_as_they_came()
    {
        byte[] body = [.. "{\"object\":\""u8, 0xC3, 0x28, .. "\"}"u8];

        Assert.Equal(HttpStatusCode.OK, await _host.DeliverAsync(body));

        Assert.Equal(body, Assert.Single(_host.Store.Letters.Values).Raw);
    }

    [Fact]
    public async Task Nesting_of_100_000_becomes_a_dead_letter()
    {
        var deep = new string('[', 100_000) + new string(']', 100_000);

        Assert.Equal(HttpStatusCode.OK, await _host.DeliverAsync(Encoding.UTF8.GetBytes(deep)));
        Assert.Equal(HttpStatusCode.OK, await _host.DeliverAsync(Webhook.Body(Webhook.Change("messages", deep))));

        Assert.Equal(2, _host.Store.Letters.Count);
    }

    [Fact]
    public async Task A_lone_surrogate_spoils_its_message_only()
    {
        var user = Some.User();
        var wamid = Some.Wamid();
        var body = Webhook.Body(Webhook.Messages(
            Some.Number, Webhook.Text(user, Some.Wamid(), "\\ud800"), Webhook.Text(user, wamid)));

        Assert.Equal(HttpStatusCode.OK, await _host.DeliverAsync(body));

        Assert.Equal([wamid], _host.Grains.Of(Some.Conversation(user)).Wamids);
        Assert.Equal("malformed", Assert.Single(_host.Store.Letters.Values).Reason);
    }

    [Fact]
    public async Task A_repeat_of_a_broken_body_adds_no_second_dead_letter()
    {
        await _host.DeliverAsync("{"u8.ToArray());
        await _host.DeliverAsync("{"u8.ToArray());

        Assert.Single(_host.Store.Letters);
    }

    [Fact]
    public async Task An_unknown_field_is_kept_as_an_event()
    {
        var body = Webhook.Body(Webhook.Change("field_of_2031", "{\"what\":1}"));

        Assert.Equal(HttpStatusCode.OK, await _host.DeliverAsync(body));

        Assert.Equal("field_of_2031", Assert.Single(_host.Store.Events).Field);
    }

    [Fact]
    public async Task Of_a_thousand_messages_three_broken_ones_spoil_none_of_the_others()
    {
        var users = Enumerable.Range(0, 100).Select(_ => Some.User()).ToList();
        var messages = Enumerable.Range(0, 1000).Select(n => n % 400 == 7 ? $$"""{"id":{{n}}}""" : Webhook.Text(users[n % 100], $"wamid.{n:0000}"));

        var status = await _host.DeliverAsync(Webhook.Body([.. messages.Select(message => Webhook.Messages(Some.Number, message))]));

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(3, _host.Store.Letters.Count);
        Assert.Equal(100, _host.Grains.Called.Count());
        Assert.All(_host.Grains.Called, conversation =>
        {
            Assert.Single(conversation.Received);
            Assert.Equal(conversation.Wamids.Order(StringComparer.Ordinal), conversation.Wamids);
        });
        Assert.Equal(997, _host.Grains.Called.Sum(conversation => conversation.Wamids.Count()));
    }
}

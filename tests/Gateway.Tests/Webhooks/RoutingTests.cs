using System.Net;
using Mogambo.Gateway.Tests.TestKit;
using Mogambo.Storage.DeadLetters;

namespace Mogambo.Gateway.Tests.Webhooks;

/// <summary>A change takes effect only if the secret that signed it is of the account of its entry and of its number.</summary>
public sealed class RoutingTests : IAsyncLifetime
{
    private GatewayHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await GatewayHost.StartAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task Messages_of_a_conversation_are_one_call_in_the_order_of_the_body()
    {
        var (ana, ben) = (Some.User(), Some.User());

        await _host.DeliverAsync(Webhook.Texts((ana, "wamid.1"), (ben, "wamid.2"), (ana, "wamid.3")));

        Assert.Equal(["wamid.1", "wamid.3"], Assert.Single(_host.Grains.Of(Some.Conversation(ana)).Received).Select(message => message.Wamid));
        Assert.Equal(["wamid.2"], Assert.Single(_host.Grains.Of(Some.Conversation(ben)).Received).Select(message => message.Wamid));
    }

    [Fact]
    public async Task The_same_user_at_two_numbers_has_two_conversations()
    {
        var user = Some.User();
        var body = Webhook.Body(
            Webhook.Messages(Some.Number, Webhook.Text(user, "wamid.1")), Webhook.Messages(Some.SecondNumber, Webhook.Text(user, "wamid.2")));

        await _host.DeliverAsync(body);

        Assert.Equal(["wamid.1"], _host.Grains.Of(Some.Conversation(user)).Wamids);
        Assert.Equal(["wamid.2"], _host.Grains.Of(Some.Conversation(user, Some.SecondNumber)).Wamids);
    }

    [Fact]
    public async Task A_number_that_nobody_has_is_a_dead_letter()
    {
        var status = await _host.DeliverAsync(Webhook.Body(Webhook.Messages("999", Webhook.Text(Some.User(), Some.Wamid()))));

        Assert.Equal(HttpStatusCode.OK, status);
        AssertDeadLetter("unknown-number", Some.Account);
    }

    [Fact]
    public async Task An_entry_of_an_account_with_another_secret_is_a_dead_letter_of_the_signer()
    {
        var change = Webhook.Messages(Some.OtherNumber, Webhook.Text(Some.User(), Some.Wamid()));

        var status = await _host.DeliverAsync(Webhook.Body(Some.OtherAccount, [change]), Some.Secret);

        Assert.Equal(HttpStatusCode.OK, status);
        AssertDeadLetter("foreign", Some.Account);
    }

    [Fact]
    public async Task A_number_of_another_account_than_the_entrys_is_a_dead_letter()
    {
        var change = Webhook.Messages(Some.OtherNumber, Webhook.Text(Some.User(), Some.Wamid()));

        await _host.DeliverAsync(Webhook.Body(Some.Account, [change]), Some.Secret);

        AssertDeadLetter("foreign", Some.Account);
    }

    [Fact]
    public async Task An_entry_of_no_account_is_a_dead_letter()
    {
        await _host.DeliverAsync(Webhook.Body("999", [Webhook.Messages(Some.Number, Webhook.Text(Some.User(), Some.Wamid()))]));

        AssertDeadLetter("foreign", Some.Account);
    }

    [Fact]
    public async Task An_event_of_another_account_is_a_dead_letter()
    {
        await _host.DeliverAsync(Webhook.Body(Some.OtherAccount, [Webhook.Change("account_update", "{\"event\":\"X\"}")]), Some.Secret);

        AssertDeadLetter("foreign", Some.Account);
        Assert.Empty(_host.Store.Events);
    }

    [Fact]
    public async Task An_event_of_the_account_is_kept()
    {
        await _host.DeliverAsync(Webhook.Body(Webhook.Change("account_update", "{\"event\":\"X\"}")));

        var kept = Assert.Single(_host.Store.Events);
        Assert.Equal((Some.Account, "account_update"), (kept.Account.Value, kept.Field));
    }

    [Fact]
    public async Task An_app_that_serves_two_accounts_signs_for_both()
    {
        await using var host = await GatewayHost.StartAsync(new() { ["Mogambo:Accounts:1:AppSecret"] = Some.Secret });
        var user = Some.User();

        await host.DeliverAsync(
            Webhook.Body(Some.OtherAccount, [Webhook.Messages(Some.OtherNumber, Webhook.Text(user, "wamid.1"))]),
            Some.Secret,
            "/webhooks/whatsapp/" + Some.Account);

        Assert.Equal(["wamid.1"], host.Grains.Of(Some.Conversation(user, Some.OtherNumber)).Wamids);
    }

    [Fact]
    public async Task Errors_that_WhatsApp_reports_are_kept_as_an_event()
    {
        var value = $$"""
            {"messaging_product":"whatsapp","metadata":{"phone_number_id":"{{Some.Number}}"},
             "errors":[{"code":131035,"title":"Gave up"}]}
            """;

        await _host.DeliverAsync(Webhook.Body(Webhook.Change("messages", value)));

        Assert.Equal("messages", Assert.Single(_host.Store.Events).Field);
    }

    private void AssertDeadLetter(string reason, string account)
    {
        var letter = Assert.Single(_host.Store.Letters.Values);
        Assert.Equal((reason, account, DeadLetterKind.Change), (letter.Reason, letter.Account.Value, letter.Kind));
        Assert.True(_host.Grains.IsUntouched);
    }
}

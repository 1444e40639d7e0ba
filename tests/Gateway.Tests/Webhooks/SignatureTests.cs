using System.Net;
using Mogambo.Gateway.Tests.TestKit;

namespace Mogambo.Gateway.Tests.Webhooks;

public sealed class SignatureTests : IAsyncLifetime
{
    private GatewayHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await GatewayHost.StartAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    public static TheoryData<string> Forgeries()
    {
        var body = Webhook.Text(Mogambo.Conversations.UserId.Parse("14155550000"));
        var right = Webhook.Sign(body, Some.Secret);
        return
        [
            "missing",
            "",
            Webhook.Sign(body, "wrong secret"),
            right[..^1],
            right + "0",
            right.ToUpperInvariant(),
            "SHA256=" + right[7..],
            "sha1=" + right[7..],
            right[7..],
            "sha256=" + new string('0', 64),
        ];
    }

    [Theory]
    [MemberData(nameof(Forgeries))]
    public async Task A_forged_missing_or_truncated_signature_is_401_and_nothing_is_stored(string signature)
    {
        using var response = await _host.PostWebhookAsync(
            Webhook.Text(Some.User()), signature == "missing" ? null : signature);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        AssertNothingStored();
    }

    [Fact]
    public async Task A_body_that_was_changed_after_it_was_signed_is_401()
    {
        var body = Webhook.Text(Some.User());
        byte[][] changed = [[.. "\uFEFF"u8, .. body], [.. body, (byte)' '], [.. body[..^1], (byte)' ']];

        foreach (var other in changed)
        {
            using var response = await _host.PostWebhookAsync(other, Webhook.Sign(body, Some.Secret));
            Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        }

        AssertNothingStored();
    }

    [Theory]
    [InlineData("/webhooks/whatsapp", Some.Secret)]
    [InlineData("/webhooks/whatsapp", Some.PreviousSecret)]
    [InlineData("/webhooks/whatsapp/" + Some.Account, Some.Secret)]
    [InlineData("/webhooks/whatsapp/" + Some.Account, Some.PreviousSecret)]
    public async Task The_current_and_the_previous_secret_are_accepted(string path, string secret)
    {
        var user = Some.User();

        var status = await _host.DeliverAsync(Webhook.Text(user), secret, path);

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Single(_host.Grains.Of(Some.Conversation(user)).Received);
    }

    [Theory]
    [InlineData("/webhooks/whatsapp/" + Some.OtherAccount)]
    [InlineData("/webhooks/whatsapp/999")]
    [InlineData("/webhooks/whatsapp/x")]
    [InlineData("/webhooks/whatsapp/" + Some.OnPremisesAccount)]
    public async Task The_secret_of_an_account_does_not_open_the_address_of_another(string path)
    {
        Assert.Equal(HttpStatusCode.Unauthorized, await _host.DeliverAsync(Webhook.Text(Some.User()), Some.Secret, path));
        AssertNothingStored();
    }

    [Fact]
    public async Task An_accepted_webhook_is_answered_with_an_empty_body()
    {
        var body = Webhook.Text(Some.User());

        using var response = await _host.PostWebhookAsync(body, Webhook.Sign(body, Some.Secret));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        Assert.False(response.Headers.Contains("Server"));
    }

    private void AssertNothingStored()
    {
        Assert.True(_host.Grains.IsUntouched);
        Assert.True(_host.Store.IsEmpty);
        Assert.Empty(_host.Inbox.Added);
    }
}

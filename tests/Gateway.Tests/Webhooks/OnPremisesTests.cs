using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Mogambo.Gateway.Tests.TestKit;

namespace Mogambo.Gateway.Tests.Webhooks;

public sealed class OnPremisesTests : IAsyncLifetime
{
    private const string Path = "/webhooks/onpremises/" + Some.OnPremisesNumber;

    private GatewayHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await GatewayHost.StartAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task The_secret_may_come_as_a_Basic_password()
    {
        var user = Some.User();

        Assert.Equal(HttpStatusCode.OK, await PostAsync(Path, Body(user), "hook:" + Some.OnPremisesSecret));

        Assert.Single(_host.Grains.Of(Some.Conversation(user, Some.OnPremisesNumber)).Wamids);
    }

    [Fact]
    public async Task The_secret_may_come_in_the_address()
    {
        var user = Some.User();

        Assert.Equal(HttpStatusCode.OK, await PostAsync($"{Path}?token={Uri.EscapeDataString(Some.OnPremisesSecret)}", Body(user)));

        Assert.Single(_host.Grains.Of(Some.Conversation(user, Some.OnPremisesNumber)).Wamids);
    }

    [Theory]
    [InlineData(Path, null)]
    [InlineData(Path, "hook:wrong")]
    [InlineData(Path, "no colon")]
    [InlineData(Path + "?token=wrong", null)]
    [InlineData(Path + "?token=", null)]
    [InlineData("/webhooks/onpremises/" + Some.Number, "hook:" + Some.OnPremisesSecret)]
    [InlineData("/webhooks/onpremises/" + Some.Number, "hook:")]
    [InlineData("/webhooks/onpremises/999", "hook:" + Some.OnPremisesSecret)]
    [InlineData("/webhooks/onpremises/x", "hook:" + Some.OnPremisesSecret)]
    public async Task Anything_else_is_401_and_nothing_is_stored(string path, string? credentials)
    {
        Assert.Equal(HttpStatusCode.Unauthorized, await PostAsync(path, Body(Some.User()), credentials));

        Assert.True(_host.Grains.IsUntouched);
        Assert.True(_host.Store.IsEmpty);
    }

    [Fact]
    public async Task A_broken_body_becomes_a_dead_letter_of_the_numbers_account()
    {
        Assert.Equal(HttpStatusCode.OK, await PostAsync(Path, "{"u8.ToArray(), "hook:" + Some.OnPremisesSecret));

        Assert.Equal(Some.OnPremisesAccount, Assert.Single(_host.Store.Letters.Values).Account.Value);
    }

    private static byte[] Body(Mogambo.Conversations.UserId user) => Webhook.Bytes(
        $$"""{"contacts":[{"profile":{"name":"Ana"},"wa_id":"{{user}}"}],"messages":[{{Webhook.Text(user, Some.Wamid())}}]}""");

    private async Task<HttpStatusCode> PostAsync(string path, byte[] body, string? credentials = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(body) };
        if (credentials is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(credentials)));
        }

        using var response = await _host.Http.SendAsync(request, TestContext.Current.CancellationToken);
        return response.StatusCode;
    }
}

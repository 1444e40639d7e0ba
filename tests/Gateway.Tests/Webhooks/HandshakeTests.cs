using System.Net;
using Mogambo.Gateway.Tests.TestKit;

namespace Mogambo.Gateway.Tests.Webhooks;

public sealed class HandshakeTests(SharedHost shared) : IClassFixture<SharedHost>
{
    private readonly GatewayHost _host = shared.Host;

    [Theory]
    [InlineData("/webhooks/whatsapp")]
    [InlineData("/webhooks/whatsapp/" + Some.Account)]
    public async Task The_right_token_gets_the_challenge_and_nothing_else(string path)
    {
        using var response = await _host.GetAsync(Query(path, "subscribe", Some.VerifyToken, "1158201444"), key: null);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("text/plain", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal("1158201444", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("/webhooks/whatsapp", "subscribe", "wrong", "1")]
    [InlineData("/webhooks/whatsapp", "unsubscribe", Some.VerifyToken, "1")]
    [InlineData("/webhooks/whatsapp", "subscribe", Some.VerifyToken, "<script>")]
    [InlineData("/webhooks/whatsapp", "subscribe", Some.VerifyToken, "1%0A")]
    [InlineData("/webhooks/whatsapp", "subscribe", Some.VerifyToken, "")]
    [InlineData("/webhooks/whatsapp", "subscribe", "", "1")]
    [InlineData("/webhooks/whatsapp/" + Some.OtherAccount, "subscribe", Some.VerifyToken, "1")]
    [InlineData("/webhooks/whatsapp/999", "subscribe", Some.VerifyToken, "1")]
    [InlineData("/webhooks/whatsapp/" + Some.OnPremisesAccount, "subscribe", "", "1")]
    public async Task Anything_else_is_refused(string path, string mode, string token, string challenge)
    {
        using var response = await _host.GetAsync(Query(path, mode, token, challenge), key: null);

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_challenge_of_more_than_128_characters_is_refused()
    {
        using var response = await _host.GetAsync(Query("/webhooks/whatsapp", "subscribe", Some.VerifyToken, new string('1', 129)), key: null);

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
    }

    private static string Query(string path, string mode, string token, string challenge) =>
        $"{path}?hub.mode={mode}&hub.verify_token={Uri.EscapeDataString(token)}&hub.challenge={challenge}";
}

using Microsoft.Extensions.DependencyInjection;
using Mogambo.Messages;
using Mogambo.WhatsApp.Cloud;

namespace Mogambo.WhatsApp.Tests.Cloud;

public sealed class RegistrationTests
{
    [Fact]
    public async Task Handlers_that_the_host_adds_to_every_client_never_touch_a_send()
    {
        await using var server = new RawServer(exchange => exchange.RespondAsync(500, "busy"));
        await using var services = new ServiceCollection()
            .ConfigureHttpClientDefaults(http => http.AddHttpMessageHandler(() => new Impatient()))
            .AddWhatsAppClients()
            .BuildServiceProvider();

        var outcome = await services.GetRequiredService<IWhatsAppClient>().SendAsync(server.Url);

        Assert.IsType<SendOutcome.Unknown>(outcome);
        Assert.Single(server.Requests);
    }

    [Fact]
    public void The_handler_neither_follows_nor_remembers_anything()
    {
        using var handler = WhatsAppClientRegistration.Handler(new() { MaxConnections = 200 });

        Assert.False(handler.UseProxy || handler.AllowAutoRedirect || handler.UseCookies);
        Assert.Equal((TimeSpan.FromSeconds(5), 200), (handler.ConnectTimeout, handler.MaxConnectionsPerServer));
    }

    [Fact]
    public async Task Content_refuses_to_go_out_twice()
    {
        using var content = new SingleUseContent("{}"u8.ToArray(), CloudSetup.InTime());

        Assert.False(content.HasBegun);
        await content.CopyToAsync(new MemoryStream(), TestContext.Current.CancellationToken);
        Assert.True(content.HasBegun);
        await Assert.ThrowsAsync<InvalidOperationException>(
            () => content.CopyToAsync(new MemoryStream(), TestContext.Current.CancellationToken));
    }

    private sealed class Impatient : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            (await base.SendAsync(request, cancellationToken)).Dispose();
            return await base.SendAsync(request, cancellationToken);
        }
    }
}

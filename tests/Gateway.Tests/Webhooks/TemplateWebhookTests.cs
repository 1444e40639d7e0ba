using System.Net;
using Mogambo.Gateway.Tests.TestKit;
using Mogambo.Templates;

namespace Mogambo.Gateway.Tests.Webhooks;

/// <summary>Webhooks about templates reach the template before they are acknowledged.</summary>
public sealed class TemplateWebhookTests : IAsyncLifetime
{
    private const string Reference = """
        "message_template_id":77,"message_template_name":"order_update","message_template_language":"pt-BR"
        """;

    private GatewayHost _host = null!;

    private FakeTemplate Template => _host.Grains.Template("order_update");

    public async ValueTask InitializeAsync() => _host = await GatewayHost.StartAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task Every_kind_of_update_reaches_its_template_in_order()
    {
        var status = await _host.DeliverAsync(Body(
            Webhook.Change("message_template_status_update", $$"""{"event":"paused","reason":null,"message_template_category":"UTILITY","other_info":{"title":"FIRST_PAUSE","description":"for 3 hours"},{{Reference}}}"""),
            Webhook.Change("message_template_quality_update", $$"""{"new_quality_score":"YELLOW",{{Reference}}}"""),
            Webhook.Change("template_category_update", $$"""{"previous_category":"UTILITY","new_category":"MARKETING",{{Reference}}}"""),
            Webhook.Change("template_category_update", $$"""{"correct_category":"MARKETING","new_category":"UTILITY","category_update_timestamp":1790000000,{{Reference}}}"""),
            Webhook.Change("message_template_components_update", $$"""{"message_template_element":"body",{{Reference}}}""")));

        var at = DateTimeOffset.FromUnixTimeSeconds(1790000000);
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(
            [
                new TemplateUpdate.StatusChanged("77", "pt_BR", at, "PAUSED") { Reason = "FIRST_PAUSE: for 3 hours", Title = "FIRST_PAUSE", Category = TemplateCategory.Utility },
                new TemplateUpdate.QualityChanged("77", "pt_BR", at, "YELLOW"),
                new TemplateUpdate.CategoryChanged("77", "pt_BR", at, TemplateCategory.Marketing, IsDone: true),
                new TemplateUpdate.CategoryChanged("77", "pt_BR", at, TemplateCategory.Marketing, IsDone: false),
                new TemplateUpdate.ComponentsChanged("77", "pt_BR", at, null, "body", null),
            ],
            Template.Updates);
        Assert.Empty(_host.Store.Events);
    }

    [Fact]
    public async Task A_rejection_brings_all_that_WhatsApp_says_of_it()
    {
        await _host.DeliverAsync(Body(Webhook.Change(
            "message_template_status_update",
            $$"""{"event":"REJECTED","reason":"INVALID_FORMAT","rejection_info":{"reason":"Dangling.","recommendation":"Close it."},{{Reference}}}""")));

        Assert.Equal("INVALID_FORMAT: Dangling.: Close it.", Assert.IsType<TemplateUpdate.StatusChanged>(Assert.Single(Template.Updates)).Reason);
    }

    [Fact]
    public async Task A_template_that_cannot_be_reached_is_repeated_by_WhatsApp()
    {
        var body = Body(Webhook.Change("message_template_status_update", $$"""{"event":"PAUSED",{{Reference}}}"""));
        Template.Behave = () => throw new TimeoutException();
        var refused = await _host.DeliverAsync(body);
        Template.Behave = () => Task.CompletedTask;

        var taken = await _host.DeliverAsync(body);

        Assert.Equal((HttpStatusCode.ServiceUnavailable, HttpStatusCode.OK), (refused, taken));
        Assert.Single(Template.Updates);
    }

    [Fact]
    public async Task A_template_that_hangs_is_not_acknowledged()
    {
        Template.Behave = () => Task.Delay(Timeout.Infinite, TestContext.Current.CancellationToken);

        Assert.Equal(
            HttpStatusCode.ServiceUnavailable,
            await _host.DeliverAsync(Body(Webhook.Change("message_template_status_update", $$"""{"event":"PAUSED",{{Reference}}}"""))));
    }

    [Fact]
    public async Task What_the_template_does_not_know_is_asked_of_WhatsApp()
    {
        await _host.Instance.ListedAsync(2);
        Template.Knows = false;

        await _host.DeliverAsync(Body(Webhook.Change("message_template_status_update", $$"""{"event":"APPROVED",{{Reference}}}""")));

        await _host.Instance.ListedAsync();
    }

    [Fact]
    public async Task An_update_that_names_no_template_is_kept_and_WhatsApp_is_asked()
    {
        await _host.Instance.ListedAsync(2);

        var status = await _host.DeliverAsync(Body(Webhook.Change("message_template_status_update", """{"event":"PAUSED","message_template_id":77}""")));

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal("message_template_status_update", Assert.Single(_host.Store.Events).Field);
        await _host.Instance.ListedAsync();
    }

    [Fact]
    public async Task Another_account_s_template_is_a_dead_letter()
    {
        await _host.DeliverAsync(
            Webhook.Body(Some.OtherAccount, [Webhook.Change("message_template_status_update", $$"""{"event":"PAUSED",{{Reference}}}""")]), Some.Secret);

        Assert.Equal("foreign", Assert.Single(_host.Store.Letters.Values).Reason);
        Assert.Empty(_host.Grains.Template("order_update", Some.OtherAccount).Updates);
    }

    private static byte[] Body(params string[] changes) => Webhook.Bytes(
        $$"""{"object":"whatsapp_business_account","entry":[{"id":"{{Some.Account}}","time":1790000000,"changes":[{{string.Join(',', changes)}}]}]}""");
}

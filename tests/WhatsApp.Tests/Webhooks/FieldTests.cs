using Mogambo.WhatsApp.Webhooks;
using Mogambo.WhatsApp.Webhooks.Accounts;
using Mogambo.WhatsApp.Webhooks.Numbers;
using Mogambo.WhatsApp.Webhooks.Templates;
using Mogambo.WhatsApp.Webhooks.Users;

namespace Mogambo.WhatsApp.Tests.Webhooks;

public sealed class FieldTests
{
    private static readonly TemplateReference Template = new("1689556908129832", "order_update", "pt_BR");

    [Fact]
    public void Template_status()
    {
        Assert.Equal(
            new(Template, "APPROVED", "UTILITY", "NONE", null, null, null, null),
            Read<TemplateStatusValue>("message_template_status_update"));
        Assert.Equal(
            new(Template, "REJECTED", "UTILITY", "INVALID_FORMAT", null, null, null, new("Two variables touch", "Put text between them")),
            Read<TemplateStatusValue>("message_template_status_update_rejected"));
        Assert.Equal(
            new(Template, "PAUSED", null, null, "FIRST_PAUSE", "Paused for 3 hours", null, null),
            Read<TemplateStatusValue>("message_template_status_update_paused"));
        Assert.Equal(
            new(Template, "DISABLED", null, "NONE", null, null, DateTimeOffset.FromUnixTimeSeconds(1790000000), null),
            Read<TemplateStatusValue>("message_template_status_update_disabled"));
    }

    [Fact]
    public void Template_quality() =>
        Assert.Equal(new(Template, "GREEN", "YELLOW"), Read<TemplateQualityValue>("message_template_quality_update"));

    [Fact]
    public void Template_components()
    {
        var value = Read<TemplateComponentsValue>("message_template_components_update");

        Assert.Equal((Template, "Order", "Your order {{1}}", "Bye"), (value.Template, value.Header, value.Body, value.Footer));
        Assert.Equal(
            [new("URL", "Track", "https://shop.example/{{1}}", null), new("PHONE_NUMBER", "Call", null, "15550100200")],
            value.Buttons);
    }

    [Fact]
    public void Template_category()
    {
        var done = Read<TemplateCategoryValue>("template_category_update");
        var announced = Read<TemplateCategoryValue>("template_category_update_announced");

        Assert.True(done.IsDone);
        Assert.Equal(new(Template, "MARKETING", "UTILITY", null, null), done);
        Assert.False(announced.IsDone);
        Assert.Equal(new(Template, "UTILITY", null, "MARKETING", DateTimeOffset.FromUnixTimeSeconds(1790000000)), announced);
    }

    [Fact]
    public void Numbers()
    {
        Assert.Equal(
            new("15550100200", "THROUGHPUT_UPGRADE", "TIER_250", "TIER_UNLIMITED", "2000"),
            Read<PhoneNumberQualityValue>("phone_number_quality_update"));
        Assert.Equal(
            new("15550100200", "REJECTED", "Best Shop", "NAME_NOT_CONSISTENT"),
            Read<PhoneNumberNameValue>("phone_number_name_update"));
        Assert.Equal(new("15550100200", "PIN_CHANGED", "100200300"), Read<SecurityValue>("security"));
        Assert.Equal(new("15550100200", "bestshop", "APPROVED"), Read<BusinessUsernameValue>("business_username_update"));
    }

    [Fact]
    public void Accounts()
    {
        var banned = Read<AccountUpdateValue>("account_update");
        var restricted = Read<AccountUpdateValue>("account_update_restriction");

        Assert.Equal(("DISABLED_UPDATE", "2026-10-01"), (banned.Event, banned.BanDate));
        Assert.Equal(["SCHEDULE_FOR_DISABLE"], banned.BanStates);
        Assert.Equal(("ACCOUNT_RESTRICTION", "15550100200"), (restricted.Event, restricted.PhoneNumber));
        Assert.Equal(
            [new("RESTRICTED_BIZ_INITIATED_MESSAGING", DateTimeOffset.FromUnixTimeSeconds(1790086400))],
            restricted.Restrictions);
        Assert.Equal("ADULT", Read<AccountUpdateValue>("account_update_violation").Violation);
        Assert.Equal(
            new("PHONE_NUMBER", "700800900100200", "CRITICAL", "ACTIVE", "OBA_REJECTED", "Not notable"),
            Read<AccountAlertValue>("account_alerts"));
        Assert.Equal(new("APPROVED"), Read<AccountReviewValue>("account_review_update"));
        Assert.Equal(new("TIER_2K", "-1", 2, 25), Read<BusinessCapabilityValue>("business_capability_update"));
    }

    [Fact]
    public void Users_stop_and_resume_marketing()
    {
        var stop = Assert.Single(Read<UserPreferencesValue>("user_preferences").Preferences);
        var resume = Assert.Single(Read<UserPreferencesValue>("user_preferences_resume").Preferences);

        Assert.Equal(("15550123456", true, "marketing_messages"), (stop.User.Value, stop.Stop, stop.Category));
        Assert.Equal(("US.40718263549012345678", false), (resume.User.Value, resume.Stop));
        Assert.Equal(1790000001, resume.At.ToUnixTimeSeconds());
    }

    [Fact]
    public void Echoes_and_standby_are_read_as_messages()
    {
        var echo = Assert.Single(Read<MessageEchoesValue>("smb_message_echoes").Echoes);
        var standby = Assert.Single(Read<StandbyValue>("standby").Messages.Messages);

        Assert.Equal(("15550123456", "wamid.ECHO==", "Typed in the app"), (echo.To.Value, echo.Wamid, echo.Text));
        Assert.Equal("To whom do I talk?", standby.Message.Text);
    }

    [Fact]
    public void A_field_that_does_not_concern_us_names_its_number_where_it_has_one()
    {
        Assert.Equal(new(Parsed.Number), Read<OtherKnownValue>("calls"));
        Assert.Equal(new(null), Read<OtherKnownValue>("flows") with { Number = null });
        Assert.Equal(new(null), Read<OtherKnownValue>("tracking_events"));
    }

    private static T Read<T>(string name)
        where T : WebhookValue => Parsed.Value<T>(Payload.Read("Cloud/fields/" + name));
}

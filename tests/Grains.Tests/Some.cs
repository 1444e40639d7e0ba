using System.Globalization;
using System.Text;
using Mogambo.Accounts;
using Mogambo.Bots;
using Mogambo.Conversations;
using Mogambo.Messages;
using Mogambo.Sending;
using Mogambo.Storage.Templates;
using Mogambo.Templates;

namespace Mogambo.Grains.Tests;

/// <summary>Makes what a test does not care about.</summary>
internal static class Some
{
    public static readonly DateTimeOffset Noon = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    private static int s_last;

    public static UserId User() => UserId.Parse((15_550_000_000 + Interlocked.Increment(ref s_last)).ToString(CultureInfo.InvariantCulture));

    public static readonly TemplateUse Plan = new(new("training_plan", "en"), "body:3");

    public static Account Account(
        BotKind bot = BotKind.Echo, OnUnknown onUnknown = OnUnknown.Hold, string? fallback = null, int usersPer24h = 0, Action<AccountOptions>? also = null)
    {
        var options = new AccountOptions
        {
            Id = "102290129340398",
            AppSecret = "secret",
            OnUnknown = onUnknown,
            Bot = new() { Kind = bot, Fallback = fallback },
            Numbers = { new() { PhoneNumberId = "106540352242922", AccessToken = "token", UniqueUsersPer24h = usersPer24h } },
        };
        also?.Invoke(options);
        return new AccountDirectory([options]).All[0];
    }

    /// <summary>A free-form message that a business sends.</summary>
    public static SendRequest Text(string body = "Your order is ready") => new() { Content = TextContent.Of(body) };

    /// <summary>A message made from a template.</summary>
    public static SendRequest Template(TemplateUse? use = null) =>
        new() { Content = TemplateContent(), Template = use ?? Plan, TemplateCategory = "utility" };

    public static OutboundContent TemplateContent() =>
        new("template", """{"type":"template","template":{"name":"training_plan","language":{"code":"en"}}}"""u8.ToArray());

    public static TemplateRow TemplateRow(TemplateStatus status, TemplateUse? use = null, string? shape = null, bool awaitsAgreement = false)
    {
        var made = use ?? Plan;
        return new()
        {
            Account = new("102290129340398"),
            Id = made.Template,
            Status = status,
            Category = TemplateCategory.Utility,
            Shape = shape ?? made.Shape,
            AwaitsAgreement = awaitsAgreement,
            Revision = 1,
            Document = [],
        };
    }

    public static ConversationContext Context(DateTimeOffset? now = null, Account? account = null)
    {
        var number = (account ?? Account()).Numbers[0];
        var kind = number.Account.Options.Bot.Kind;
        return new()
        {
            Id = new(number.Id, User()),
            Number = number,
            Now = now ?? Noon,
            Process = Guid.NewGuid(),
            InlineBot = kind == BotKind.Echo ? new EchoBot() : null,
            AsksBot = kind == BotKind.Http,
        };
    }

    public static InboundMessage Message(DateTimeOffset? sentAt = null, string text = "hello", string type = "text")
    {
        var wamid = $"wamid.{Guid.NewGuid():N}";
        return new()
        {
            Id = MessageId.OfInbound(new("106540352242922"), wamid, sentAt ?? Noon),
            Wamid = wamid,
            SentAt = sentAt ?? Noon,
            Type = type,
            Text = text,
            WaId = "15550000001",
            Content = Encoding.UTF8.GetBytes($$"""{"type":"{{type}}"}"""),
        };
    }

    public static SendOutcome.NotAccepted Refusal(SendRemedy remedy, int code = 1) =>
        new(new() { Code = code, Title = "Refused" }, remedy);
}

using System.Globalization;
using System.Text;
using Mogambo.Accounts;
using Mogambo.Bots;
using Mogambo.Conversations;
using Mogambo.Messages;

namespace Mogambo.Grains.Tests;

/// <summary>Makes what a test does not care about.</summary>
internal static class Some
{
    public static readonly DateTimeOffset Noon = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    private static int s_last;

    public static UserId User() => UserId.Parse((15_550_000_000 + Interlocked.Increment(ref s_last)).ToString(CultureInfo.InvariantCulture));

    public static Account Account(BotKind bot = BotKind.Echo, OnUnknown onUnknown = OnUnknown.Hold, string? fallback = null) =>
        new AccountDirectory(
        [
            new()
            {
                Id = "102290129340398",
                AppSecret = "secret",
                OnUnknown = onUnknown,
                Bot = new() { Kind = bot, Fallback = fallback },
                Numbers = { new() { PhoneNumberId = "106540352242922", AccessToken = "token" } },
            },
        ]).All[0];

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
            Id = MessageId.OfInbound(new("106540352242922"), wamid),
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

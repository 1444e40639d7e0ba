using System.Globalization;
using System.Text;
using Mogambo.Accounts;
using Mogambo.Conversations;
using Mogambo.Messages;
using Mogambo.OptIns;
using Mogambo.Storage.Conversations;
using Mogambo.Storage.DeadLetters;
using Mogambo.Storage.Messages;
using Mogambo.Storage.OptIns;
using Mogambo.Storage.Templates;
using Mogambo.Templates;

namespace Mogambo.Storage.Tests;

/// <summary>What a test does not care about.</summary>
internal static class Some
{
    private static int _number;

    public static readonly AccountId Account = new("100");

    public static readonly DateTimeOffset Now = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    public static PhoneNumberId Number() => new(Next().ToString("D6", CultureInfo.InvariantCulture));

    public static ConversationId Conversation(PhoneNumberId? number = null) =>
        new(number ?? Number(), UserId.Parse(Next().ToString("D9", CultureInfo.InvariantCulture)));

    public static string Wamid() => $"wamid.{Guid.NewGuid():N}";

    public static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    public static MessageError Error(int code = 131026) => new() { Code = code, Title = "Message undeliverable" };

    public static NewMessage Inbound(ConversationId conversation, string? wamid = null, DateTimeOffset? sentAt = null)
    {
        wamid ??= Wamid();
        return new NewMessage
        {
            Key = MessageKey.OfInbound(MessageId.OfInbound(conversation.Number, wamid, sentAt ?? Now), sentAt ?? Now),
            Direction = MessageDirection.Inbound,
            Type = "text",
            Content = Bytes("""{"text":{"body":"hello"}}"""),
            CreatedAt = Now,
            Wamid = wamid,
        };
    }

    public static NewMessage Outbound(MessagePhase phase = MessagePhase.Queued, DateTimeOffset? at = null) => new()
    {
        Key = MessageKey.OfOutbound(MessageId.NewOutbound(at ?? Now)),
        Direction = MessageDirection.Outbound,
        Type = "text",
        Content = Bytes("""{"type":"text","text":{"body":"hi"}}"""),
        CreatedAt = Now,
        Phase = phase,
        Attempt = 1,
    };

    public static ConversationCommit Commit(ConversationId conversation, long version = 0, params IReadOnlyList<NewMessage> messages) => new()
    {
        Id = conversation,
        Account = Account,
        ExpectedVersion = version,
        State = Bytes($"state {version + 1}"),
        Summary = new ConversationSummary { LastMessageAt = Now },
        NewMessages = messages,
    };

    public static MessageChange Claim(MessageId id, int attempt = 1) => new() { Id = id, Phase = MessagePhase.Claimed, Attempt = attempt };

    public static StatusUpdate Status(
        ConversationId conversation, MessageId id, MessageStatus status, int attempt = 1, DateTimeOffset? at = null) => new()
        {
            Attempt = new AttemptId(id, attempt),
            Number = conversation.Number,
            Wamid = $"wamid.{id}.{attempt}",
            Status = status,
            At = at ?? Now.AddSeconds((int)status),
            Error = status == MessageStatus.Failed ? Error() : null,
        };

    public static NewDeadLetter DeadLetter(string raw, DateTimeOffset? at = null, AccountId? account = null) => new()
    {
        Id = DeadLetterId.Of(account ?? Account, Bytes(raw)),
        Account = account ?? Account,
        Kind = DeadLetterKind.Change,
        Reason = "malformed",
        Raw = Bytes(raw),
        At = at ?? Now,
    };

    /// <summary>An account of the test's own.</summary>
    public static AccountId NewAccount() => new(Next().ToString("D8", CultureInfo.InvariantCulture));

    public static TemplateRow Template(
        AccountId? account = null, TemplateStatus status = TemplateStatus.Approved, TemplateCategory category = TemplateCategory.Utility, long revision = 1) => new()
        {
            Account = account ?? Account,
            Id = new TemplateId($"template_{Next()}", "en"),
            Status = status,
            Category = category,
            Shape = "body:1",
            Revision = revision,
            Document = Bytes("""{"name":"x"}"""),
        };

    public static TemplateUse Use(TemplateRow row) => new(row.Id, row.Shape);

    public static NewOptIn OptIn(
        ConversationId conversation, OptInAction action = OptInAction.OptedIn, DateTimeOffset? at = null, AccountId? account = null) => new()
        {
            Account = account ?? Account,
            User = conversation.User,
            Action = action,
            At = at ?? Now,
            Source = "checkout page",
            By = "test",
        };

    private static int Next() => Interlocked.Increment(ref _number) + 100_000;
}

using Mogambo.Storage.GroupCommit;

namespace Mogambo.Storage.Messages;

/// <summary>A new message as its columns.</summary>
internal sealed record NewMessageRow(
    Guid Id,
    long At,
    string Account,
    string Number,
    string Conversation,
    int Direction,
    string Type,
    byte[] Content,
    string? Wamid,
    int Phase,
    int Attempt,
    int Rank,
    int HeldFor,
    string? Error,
    Guid? InReplyTo,
    string? Reference,
    bool IsStale,
    long CreatedAt,
    string? Template,
    PriceColumns Price,
    byte[]? Fallback)
{
    public static IEnumerable<NewMessageRow> Of(CommitRequest request) => request.Commit.NewMessages.Select(message => new NewMessageRow(
        message.Key.Id.Value,
        message.Key.At,
        request.Commit.Account.Value,
        request.Commit.Id.Number.Value,
        request.Conversation,
        (int)message.Direction,
        CleanText.Of(message.Type),
        message.Content,
        CleanText.Of(message.Wamid),
        (int)message.Phase,
        message.Attempt,
        CommitDecision.RankOf(message),
        (int)message.HeldFor,
        MessageErrorJson.Of(message.Error),
        message.InReplyTo?.Value,
        CleanText.Of(message.Reference),
        message.IsStale,
        message.CreatedAt.ToUnixTimeMilliseconds(),
        CleanText.Of(message.Template?.Template.Name),
        new PriceColumns(message.Price),
        message.Fallback));
}

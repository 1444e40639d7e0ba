using Mogambo.Conversations;
using Mogambo.Storage.Conversations;

namespace Mogambo.Gateway.Contacts;

/// <summary>A person and where the business stands with them.</summary>
/// <param name="Number">As the caller wrote it, without a +.</param>
/// <param name="User">The same person however the number is written.</param>
internal sealed record Contact(
    string Number, string User, string? WaId, string? UserId, string? Name, OptIn OptIn, Window Window, string HandledBy)
{
    /// <param name="summary">Null for a user who never wrote.</param>
    public static Contact Of(string number, UserId user, ConversationSummary? summary, DateTimeOffset now) => new(
        number,
        user.Value,
        summary?.WaId,
        summary?.BusinessScopedUserId,
        summary?.Name,
        OptIn.None,
        Window.Of(summary?.WindowClosesAt, now),
        Contacts.HandledBy.Word(summary));
}

internal sealed record OptIn(string Status, DateTimeOffset? At, string? Source)
{
    public static readonly OptIn None = new("none", null, null);
}

/// <param name="ClosesAt">When it closes, or did; null if the user never opened one.</param>
internal sealed record Window(bool Open, DateTimeOffset? ClosesAt)
{
    public static Window Of(DateTimeOffset? closesAt, DateTimeOffset now) =>
        new(closesAt is { } at && new CustomerServiceWindow(at).IsOpenAt(now), closesAt);
}

internal static class HandledBy
{
    public static string Word(ConversationSummary? summary) => summary is { HandledByHuman: true } ? "human" : "bot";
}

using Mogambo.Conversations;
using Mogambo.OptIns;
using Mogambo.Storage.Contacts;
using Mogambo.Storage.Conversations;
using Mogambo.Storage.OptIns;

namespace Mogambo.Gateway.Contacts;

/// <summary>A person and where the business stands with them.</summary>
/// <param name="Number">As the caller wrote it, without a +.</param>
/// <param name="User">The same person however the number is written.</param>
internal sealed record Contact(
    string Number, string User, string? WaId, string? UserId, string? Name, OptIn OptIn, Window Window, string HandledBy)
{
    /// <param name="summary">Null for a user who never wrote.</param>
    /// <param name="known">What WhatsApp told of the user beyond the number.</param>
    public static Contact Of(
        ContactRequest request, ConversationSummary? summary, StoredContact? known, OptInDecision? optIn, DateTimeOffset now) => new(
        request.Number,
        request.User.Value,
        summary?.WaId ?? known?.WaId,
        summary?.BusinessScopedUserId ?? known?.BusinessScopedUserId ?? (request.User.IsBusinessScoped ? request.User.Value : null),
        summary?.Name,
        OptIn.Of(optIn),
        Window.Of(summary?.WindowClosesAt, now),
        Contacts.HandledBy.Word(summary));
}

internal sealed record OptIn(string Status, DateTimeOffset? At, string? Source)
{
    public static readonly OptIn None = new("none", null, null);

    public static OptIn Of(OptInDecision? decision) => decision is null
        ? None
        : new(decision.Action == OptInAction.OptedIn ? "opted_in" : "opted_out", decision.At, decision.Source);
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

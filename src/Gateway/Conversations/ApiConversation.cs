using Mogambo.Gateway.Contacts;
using Mogambo.Storage.Conversations;

namespace Mogambo.Gateway.Conversations;

/// <summary>A conversation as the API shows it.</summary>
/// <param name="Id"><c>{number}/{user}</c></param>
internal sealed record ApiConversation(
    string Id,
    string Number,
    string User,
    string? WaId,
    string? UserId,
    string? Name,
    Window Window,
    string HandledBy,
    DateTimeOffset LastMessageAt)
{
    public static ApiConversation Of(ConversationView view, DateTimeOffset now) => new(
        view.Id.ToString(),
        view.Id.Number.Value,
        view.Id.User.Value,
        view.Summary.WaId,
        view.Summary.BusinessScopedUserId,
        view.Summary.Name,
        Window.Of(view.Summary.WindowClosesAt, now),
        Contacts.HandledBy.Word(view.Summary),
        view.Summary.LastMessageAt);
}

using System.Text.Json.Serialization;
using Mogambo.Gateway.Json;
using Mogambo.Messages;
using Mogambo.Storage.Messages;

namespace Mogambo.Gateway.Messages;

/// <summary>A message as the API shows it. What a message may not have is left out; what it does not have yet is null.</summary>
/// <param name="From">Inbound: the user. Outbound: the phone number id.</param>
internal sealed record ApiMessage(
    string Id,
    string? Wamid,
    string Direction,
    string From,
    string To,
    string User,
    string Type,
    RawJson Content,
    string Status,
    string? Reference,
    IReadOnlyList<ApiStatus> Statuses,
    DateTimeOffset CreatedAt)
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? HeldFor { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public MessageError? Error { get; init; }

    /// <summary>An estimate until WhatsApp says what it costs.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ApiPrice? Price { get; init; }

    public static ApiMessage Of(MessageView message)
    {
        var (number, user) = (message.Conversation.Number.Value, message.Conversation.User.Value);
        var isInbound = message.Direction == MessageDirection.Inbound;
        return new ApiMessage(
            message.Key.Id.ToString(),
            message.Wamid,
            MessageWords.Of(message.Direction),
            isInbound ? user : number,
            isInbound ? number : user,
            user,
            message.Type,
            new RawJson(message.Content),
            message.Status,
            message.Reference,
            [.. message.Statuses.Select(status => ApiStatus.Of(status, message.Error))],
            message.CreatedAt)
        {
            HeldFor = message.HeldFor == Mogambo.Messages.HeldFor.Nothing ? null : MessageWords.Of(message.HeldFor),
            Error = message.Error,
            Price = ApiPrice.Of(message.Price),
        };
    }
}

/// <summary>What the instance said of a message, and when first.</summary>
internal sealed record ApiStatus(string Status, DateTimeOffset At)
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public MessageError? Error { get; init; }

    public static ApiStatus Of(StatusTime status, MessageError? error) => new(MessageWords.Of(status.Status), status.At)
    {
        Error = status.Status == MessageStatus.Failed ? error : null,
    };
}

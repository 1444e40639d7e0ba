using System.Text;
using System.Text.Json.Serialization;
using Mogambo.Storage.DeadLetters;

namespace Mogambo.Gateway.DeadLetters;

/// <summary>A dead letter as the API shows it; what it holds only where one is asked for.</summary>
internal sealed record DeadLetterView(
    string Id, string Kind, string Reason, string? Details, string? Conversation, string? Message, DateTimeOffset At)
{
    /// <summary>What it holds, where that is text.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Raw { get; init; }

    /// <summary>What it holds, where that is no text.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public byte[]? RawBase64 { get; init; }

    public static DeadLetterView Of(NewDeadLetter letter) => new(
        letter.Id.ToString(),
        Word(letter.Kind),
        letter.Reason,
        letter.Details,
        letter.Conversation?.ToString(),
        letter.Message?.Id.ToString(),
        letter.At);

    public static DeadLetterView WithContent(NewDeadLetter letter) =>
        System.Text.Unicode.Utf8.IsValid(letter.Raw)
            ? Of(letter) with { Raw = Encoding.UTF8.GetString(letter.Raw) }
            : Of(letter) with { RawBase64 = letter.Raw };

    private static string Word(DeadLetterKind kind) => kind switch
    {
        DeadLetterKind.Body => "body",
        DeadLetterKind.Change => "change",
        DeadLetterKind.Turn => "turn",
        DeadLetterKind.Inbox => "inbox",
        DeadLetterKind.Event => "event",
        _ => throw new InvalidOperationException($"There is no word for {kind}."),
    };
}

internal sealed record Replayed(string Id, string Status);

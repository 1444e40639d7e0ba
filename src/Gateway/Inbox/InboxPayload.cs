using System.Text.Json.Serialization;
using Mogambo.Messages;

namespace Mogambo.Gateway.Inbox;

/// <summary>What a row of the inbox holds, in JSON of its own: rows outlive the process, and may outlive its version.</summary>
internal sealed record InboxPayload
{
    public IReadOnlyList<Message> Messages { get; init; } = [];

    public IReadOnlyList<Failure> Failures { get; init; } = [];

    internal sealed record Message
    {
        public required string Wamid { get; init; }

        public required DateTimeOffset SentAt { get; init; }

        public required string Type { get; init; }

        public string? Text { get; init; }

        public string? Name { get; init; }

        public string? WaId { get; init; }

        public string? UserId { get; init; }

        public required byte[] Content { get; init; }
    }

    internal sealed record Failure
    {
        public required string Attempt { get; init; }

        public required string Wamid { get; init; }

        public required DateTimeOffset At { get; init; }

        public required SendRemedy Remedy { get; init; }

        public MessageError? Error { get; init; }

        public byte[]? Pricing { get; init; }
    }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(InboxPayload))]
internal sealed partial class InboxJson : JsonSerializerContext;

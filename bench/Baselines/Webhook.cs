using System.Text.Json.Serialization;

namespace Mogambo.Bench.Baselines;

/// <summary>As much of a webhook as an echo needs.</summary>
internal sealed record Webhook(Entry[] Entry);

internal sealed record Entry(Change[] Changes);

internal sealed record Change(ChangeValue Value);

internal sealed record ChangeValue(Metadata Metadata, Message[]? Messages, StatusItem[]? Statuses);

internal sealed record Metadata([property: JsonPropertyName("phone_number_id")] string PhoneNumberId);

internal sealed record Message(string From, string Id, TextBody Text);

internal sealed record TextBody(string Body);

internal sealed record StatusItem(string Id, string Status);

/// <summary>As much of a send by API as its answer needs.</summary>
internal sealed record ApiSend(string To, string Type);

[JsonSerializable(typeof(Webhook))]
[JsonSerializable(typeof(ApiSend))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
internal sealed partial class WebhookJson : JsonSerializerContext;

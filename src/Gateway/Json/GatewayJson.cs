using System.Text.Json.Serialization;
using Mogambo.Gateway.Contacts;
using Mogambo.Gateway.Conversations;
using Mogambo.Gateway.DeadLetters;
using Mogambo.Gateway.Health;
using Mogambo.Gateway.Lists;
using Mogambo.Gateway.Messages;
using Mogambo.Gateway.Messages.Send;
using Mogambo.Gateway.Problems;

namespace Mogambo.Gateway.Json;

/// <summary>How answers are written: snake_case, times in UTC.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, Converters = [typeof(UtcTimeConverter)])]
[JsonSerializable(typeof(ProblemBody))]
[JsonSerializable(typeof(HealthStatus))]
[JsonSerializable(typeof(DeadLetterView))]
[JsonSerializable(typeof(Page<DeadLetterView>))]
[JsonSerializable(typeof(Replayed))]
[JsonSerializable(typeof(ApiMessage))]
[JsonSerializable(typeof(Page<ApiMessage>))]
[JsonSerializable(typeof(SendAccepted))]
[JsonSerializable(typeof(Contact))]
[JsonSerializable(typeof(ApiConversation))]
[JsonSerializable(typeof(Page<ApiConversation>))]
internal sealed partial class GatewayJson : JsonSerializerContext;

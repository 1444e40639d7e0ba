using System.Text.Json.Serialization;
using Mogambo.Gateway.Contacts;
using Mogambo.Gateway.Conversations;
using Mogambo.Gateway.DeadLetters;
using Mogambo.Gateway.Health;
using Mogambo.Gateway.Lists;
using Mogambo.Gateway.Messages;
using Mogambo.Gateway.Problems;
using Mogambo.Gateway.Subscriptions;

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
[JsonSerializable(typeof(Contact))]
[JsonSerializable(typeof(ApiConversation))]
[JsonSerializable(typeof(Page<ApiConversation>))]
[JsonSerializable(typeof(ApiSubscription))]
[JsonSerializable(typeof(Page<ApiSubscription>))]
[JsonSerializable(typeof(Page<ApiDelivery>))]
[JsonSerializable(typeof(ApiTest))]
[JsonSerializable(typeof(Page<RawJson>))]
internal sealed partial class GatewayJson : JsonSerializerContext;

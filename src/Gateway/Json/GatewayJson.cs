using System.Text.Json.Serialization;
using Mogambo.Gateway.DeadLetters;
using Mogambo.Gateway.Health;
using Mogambo.Gateway.Lists;
using Mogambo.Gateway.Problems;

namespace Mogambo.Gateway.Json;

/// <summary>How answers are written: snake_case, times in UTC.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, Converters = [typeof(UtcTimeConverter)])]
[JsonSerializable(typeof(ProblemBody))]
[JsonSerializable(typeof(HealthStatus))]
[JsonSerializable(typeof(DeadLetterView))]
[JsonSerializable(typeof(Page<DeadLetterView>))]
[JsonSerializable(typeof(Replayed))]
internal sealed partial class GatewayJson : JsonSerializerContext;

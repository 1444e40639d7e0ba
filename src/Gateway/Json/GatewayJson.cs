using System.Text.Json.Serialization;
using Mogambo.Gateway.ApiKeys;
using Mogambo.Gateway.Contacts;
using Mogambo.Gateway.Conversations;
using Mogambo.Gateway.DeadLetters;
using Mogambo.Gateway.Health;
using Mogambo.Gateway.Lists;
using Mogambo.Gateway.Messages;
using Mogambo.Gateway.Messages.Send;
using Mogambo.Gateway.Numbers;
using Mogambo.Gateway.OptIns;
using Mogambo.Gateway.Problems;
using Mogambo.Gateway.Subscriptions;
using Mogambo.Gateway.Templates;
using Mogambo.Gateway.Usage;

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
[JsonSerializable(typeof(OptInEntryView))]
[JsonSerializable(typeof(Page<OptInEntryView>))]
[JsonSerializable(typeof(OptInLinkView))]
[JsonSerializable(typeof(ApiConversation))]
[JsonSerializable(typeof(ApiKeyView))]
[JsonSerializable(typeof(Page<ApiKeyView>))]
[JsonSerializable(typeof(NumberView))]
[JsonSerializable(typeof(Page<NumberView>))]
[JsonSerializable(typeof(NumberStatusData))]
[JsonSerializable(typeof(Page<ApiConversation>))]
[JsonSerializable(typeof(RawJson))]
[JsonSerializable(typeof(Page<RawJson>))]
[JsonSerializable(typeof(TemplateInvalidBody))]
[JsonSerializable(typeof(ApiTemplatePreview))]
[JsonSerializable(typeof(ApiTemplateSync))]
[JsonSerializable(typeof(UsageView))]
[JsonSerializable(typeof(ApiSubscription))]
[JsonSerializable(typeof(Page<ApiSubscription>))]
[JsonSerializable(typeof(Page<ApiDelivery>))]
[JsonSerializable(typeof(ApiTest))]
internal sealed partial class GatewayJson : JsonSerializerContext;

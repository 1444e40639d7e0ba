using System.Text.Json;
using System.Text.Json.Serialization;
using Mogambo.Accounts;
using Mogambo.OptIns;

namespace Mogambo.Storage.OptIns;

/// <summary>A user's opt-in as it is kept in its row. Members are short: there is one a user.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(StoredDecision[]))]
internal sealed partial class OptInStateJson : JsonSerializerContext
{
    /// <summary>
    /// SQL: whether user <c>o</c> opted in to number <c>k.number</c>, or to all of the account's, and withdrew nothing at all. By the text,
    /// which is written here alone and in which no value contains a quote.
    /// </summary>
    public const string IsOptedIn = """
        strpos(o.state, '"a":2,') = 0 and strpos(o.state, '"a":3,') = 0
        and (strpos(o.state, '{"a":1,') > 0 or strpos(o.state, '{"n":"' || k.number || '","a":1,') > 0)
        """;

    public static string Of(OptInState state) => JsonSerializer.Serialize(
        [
            .. state.Decisions.Select(decision => new StoredDecision(
                decision.Number?.Value, (int)decision.Action, decision.At.ToUnixTimeMilliseconds(), decision.Source)),
        ],
        Default.StoredDecisionArray);

    public static OptInState Parse(string json) => new()
    {
        Decisions =
        [
            .. JsonSerializer.Deserialize(json, Default.StoredDecisionArray)!.Select(decision => new OptInDecision(
                decision.Number is { } number ? new PhoneNumberId(number) : null,
                (OptInAction)decision.Action,
                DateTimeOffset.FromUnixTimeMilliseconds(decision.At),
                decision.Source)),
        ],
    };
}

/// <summary>A decision of a user as JSON.</summary>
internal sealed record StoredDecision(
    [property: JsonPropertyName("n")] string? Number,
    [property: JsonPropertyName("a")] int Action,
    [property: JsonPropertyName("t")] long At,
    [property: JsonPropertyName("s")] string Source);

using System.Text.Json;

namespace Mogambo.Simulator.Chats;

/// <summary>What is special about a user.</summary>
/// <param name="IsOnWhatsApp">False: messages are accepted and then fail with 131026.</param>
/// <param name="IsMarketingCapped">Marketing templates are accepted and then fail with 131049, as when other businesses sent too many.</param>
/// <param name="Inputs">Other ways to write the number, digits only; sends to them answer with the user's own <c>wa_id</c> (fact sheet 8.1), as in Brazil, Mexico and Argentina.</param>
internal sealed record UserTraits(bool IsOnWhatsApp, bool IsMarketingCapped, IReadOnlyList<string> Inputs)
{
    public static readonly UserTraits Usual = new(true, false, []);

    private const int MostInputs = 10;

    /// <summary>These traits with those a JSON object names changed.</summary>
    /// <exception cref="FormatException">What is wrong, in one sentence.</exception>
    public UserTraits Changed(JsonElement body) => new(
        FlagOf(body, "on_whatsapp", IsOnWhatsApp), FlagOf(body, "marketing_capped", IsMarketingCapped), InputsOf(body));

    public void Write(Utf8JsonWriter json)
    {
        json.WriteBoolean("on_whatsapp", IsOnWhatsApp);
        json.WriteBoolean("marketing_capped", IsMarketingCapped);
        json.WriteStartArray("inputs");
        foreach (var input in Inputs)
        {
            json.WriteStringValue(input);
        }

        json.WriteEndArray();
    }

    private static bool FlagOf(JsonElement body, string name, bool known) => !body.TryGetProperty(name, out var value) ? known
        : value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean()
        : throw new FormatException($"{name} is true or false.");

    private IReadOnlyList<string> InputsOf(JsonElement body)
    {
        if (!body.TryGetProperty("inputs", out var given))
        {
            return Inputs;
        }

        return given.ValueKind == JsonValueKind.Array && given.GetArrayLength() <= MostInputs && given.EnumerateArray().All(IsNumber)
            ? [.. given.EnumerateArray().Select(input => input.GetString()!).Distinct()]
            : throw new FormatException($"inputs is an array of at most {MostInputs} phone numbers in digits.");
    }

    private static bool IsNumber(JsonElement input) =>
        input.ValueKind == JsonValueKind.String && input.GetString() is { Length: >= 5 and <= 20 } digits && digits.All(char.IsAsciiDigit);
}

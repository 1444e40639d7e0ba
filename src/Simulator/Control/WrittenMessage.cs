using System.Text.Json;
using System.Text.RegularExpressions;
using Mogambo.Simulator.Accounts;
using Mogambo.Simulator.Graph;
using Mogambo.Simulator.Options;

namespace Mogambo.Simulator.Control;

/// <summary>What a user is to write, as the control API is told.</summary>
/// <param name="Content">JSON of the object named by the type.</param>
/// <param name="Context">JSON of <c>context</c>, or null.</param>
/// <param name="Wait">Whether the answer waits for the acknowledgement.</param>
internal sealed partial record WrittenMessage(
    string User, string? Name, Number To, string? Id, long At, string Type, string Content, string? Context, int Copies, bool Wait)
{
    private const int MostCopies = 1000;

    private static readonly string[] Known = ["text", "type", "name", "timestamp", "id", "copies", "number", "wait", "context"];

    /// <exception cref="FormatException">What is wrong, in one sentence.</exception>
    public static WrittenMessage Parse(string user, JsonElement body, AccountBook accounts, DateTimeOffset now)
    {
        if (!IsUserId(user))
        {
            throw new FormatException($"'{user}' is neither a phone number in digits nor a business-scoped user id.");
        }

        var type = TextOf(body, "type") ?? "text";
        if (!TypeName().IsMatch(type))
        {
            throw new FormatException("type is a message type such as text or image.");
        }

        foreach (var property in body.EnumerateObject())
        {
            if (!Known.Contains(property.Name) && property.Name != type)
            {
                throw new FormatException($"Unknown property '{property.Name}'; there are {string.Join(", ", Known)} and the object named by the type.");
            }
        }

        var number = TextOf(body, "number") is { } id
            ? accounts.Number(id) ?? throw new FormatException($"There is no phone number id {id}.")
            : accounts.First;
        return new(
            user, TextOf(body, "name"), number, IdOf(body), TimeOf(body, now), type, ContentOf(body, type), RawOf(body, "context"), CopiesOf(body), WaitOf(body));
    }

    public static bool IsUserId(string text) => UserIdForm().IsMatch(text);

    private static string ContentOf(JsonElement body, string type)
    {
        if (!body.TryGetProperty(type, out var content))
        {
            return type is "request_welcome" or "unsupported" ? "null" : throw new FormatException($"A message of type {type} needs the property '{type}'.");
        }

        if (type == "text" && content.ValueKind == JsonValueKind.String)
        {
            return content.GetString()!.Length is > 0 and <= 65_536
                ? "{\"body\":" + JsonSerializer.Serialize(content.GetString(), ControlJson.Default.String) + "}"
                : throw new FormatException("text has 1 to 65536 characters.");
        }

        return content.ValueKind is JsonValueKind.Object or JsonValueKind.Array
            ? CompactJson.Of(content)
            : throw new FormatException($"'{type}' must be an object.");
    }

    private static string? IdOf(JsonElement body) => TextOf(body, "id") is not { } id ? null
        : id.StartsWith("wamid.", StringComparison.Ordinal) && id.Length is > 6 and <= 256 ? id
        : throw new FormatException("id starts with 'wamid.' and has at most 256 characters.");

    private static long TimeOf(JsonElement body, DateTimeOffset now)
    {
        if (!body.TryGetProperty("timestamp", out var value))
        {
            return now.ToUnixTimeSeconds();
        }

        if ((value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var seconds))
            || (value.ValueKind == JsonValueKind.String && long.TryParse(value.GetString(), out seconds)))
        {
            return seconds is >= 0 and <= 253_402_300_799 ? seconds : throw new FormatException("timestamp is out of range.");
        }

        return value.ValueKind == JsonValueKind.String && Duration.TryParse(value.GetString()!, out var offset)
            ? (now + offset).ToUnixTimeSeconds()
            : throw new FormatException("timestamp is Unix seconds, or an offset from now such as \"-25h\".");
    }

    private static int CopiesOf(JsonElement body) => !body.TryGetProperty("copies", out var value) ? 1
        : value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var copies) && copies is >= 1 and <= MostCopies ? copies
        : throw new FormatException($"copies is a number from 1 to {MostCopies}.");

    private static bool WaitOf(JsonElement body) => !body.TryGetProperty("wait", out var value) || value.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw new FormatException("wait is true or false."),
    };

    private static string? TextOf(JsonElement body, string name) => !body.TryGetProperty(name, out var value) ? null
        : value.ValueKind == JsonValueKind.String ? value.GetString()
        : throw new FormatException($"{name} must be a string.");

    private static string? RawOf(JsonElement body, string name) => !body.TryGetProperty(name, out var value) ? null
        : value.ValueKind == JsonValueKind.Object ? CompactJson.Of(value)
        : throw new FormatException($"{name} must be an object.");

    [GeneratedRegex("^[a-z_]{1,40}$")]
    private static partial Regex TypeName();

    [GeneratedRegex(@"^([0-9]{5,20}|[A-Z]{2}\.(ENT\.)?[A-Za-z0-9]{1,128})$")]
    private static partial Regex UserIdForm();
}

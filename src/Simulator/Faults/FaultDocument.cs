using System.Globalization;
using System.Text.Json;
using Mogambo.Simulator.Options;

namespace Mogambo.Simulator.Faults;

/// <summary>The faults as one JSON document: a property per kind, holding one rule or an array of rules.</summary>
internal static class FaultDocument
{
    private static readonly Dictionary<string, FaultKind> Kinds = Enum.GetValues<FaultKind>()
        .ToDictionary(kind => JsonNamingPolicy.SnakeCaseLower.ConvertName(kind.ToString()));

    public static string NameOf(FaultKind kind) => JsonNamingPolicy.SnakeCaseLower.ConvertName(kind.ToString());

    /// <exception cref="OptionException">The option cannot be understood.</exception>
    public static IReadOnlyList<FaultRule> FromOption(string? option)
    {
        if (string.IsNullOrWhiteSpace(option))
        {
            return [];
        }

        try
        {
            if (!option.TrimStart().StartsWith('{'))
            {
                return [.. option.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(FromText)];
            }

            using var document = JsonDocument.Parse(option);
            return Parse(document.RootElement);
        }
        catch (Exception wrong) when (wrong is JsonException or FormatException or OverflowException)
        {
            throw new OptionException($"Option Faults is wrong: {wrong.Message}");
        }
    }

    /// <exception cref="FormatException">What is wrong, in one sentence.</exception>
    public static IReadOnlyList<FaultRule> Parse(JsonElement document)
    {
        if (document.ValueKind != JsonValueKind.Object)
        {
            throw new FormatException("Faults are a JSON object with a property per kind.");
        }

        var rules = new List<FaultRule>();
        foreach (var property in document.EnumerateObject())
        {
            var kind = KindOf(property.Name);
            if (property.Value.ValueKind == JsonValueKind.Array)
            {
                rules.AddRange(property.Value.EnumerateArray().Select(rule => ParseRule(kind, rule)));
            }
            else if (property.Value.ValueKind != JsonValueKind.Null)
            {
                rules.Add(ParseRule(kind, property.Value));
            }
        }

        return rules;
    }

    public static void Write(Utf8JsonWriter json, IEnumerable<FaultRule> rules)
    {
        json.WriteStartObject();
        foreach (var kind in rules.GroupBy(rule => rule.Kind))
        {
            json.WriteStartArray(NameOf(kind.Key));
            foreach (var rule in kind)
            {
                WriteRule(json, rule);
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private static FaultKind KindOf(string name) => Kinds.TryGetValue(name, out var kind)
        ? kind
        : throw new FormatException($"Unknown fault '{name}'; there are {string.Join(", ", Kinds.Keys)}.");

    private static FaultRule ParseRule(FaultKind kind, JsonElement rule)
    {
        if (rule.ValueKind != JsonValueKind.Object)
        {
            throw new FormatException($"Fault '{NameOf(kind)}' must be an object or an array of objects.");
        }

        double probability = 1;
        int? count = null;
        int ms = 1000, code = 131000, http = 400, window = 10;
        string? user = null, number = null, mode = null;
        var target = FaultTarget.Messages;
        foreach (var property in rule.EnumerateObject())
        {
            switch (property.Name)
            {
                case "probability":
                    probability = property.Value.TryGetNumber(out var share) && share is >= 0 and <= 1
                        ? share
                        : throw new FormatException("A probability is a number from 0 to 1.");
                    break;
                case "count": count = property.Value.ValueKind == JsonValueKind.Null ? null : Whole(property, 1_000_000_000); break;
                case "ms": ms = Whole(property, 3_600_000); break;
                case "code": code = Whole(property, 10_000_000); break;
                case "http": http = Whole(property, 599); break;
                case "window": window = Whole(property, 10_000); break;
                case "user": user = Text(property); break;
                case "number": number = Text(property); break;
                case "on": target = Target(kind, Text(property)); break;
                case "mode": mode = Mode(kind, Text(property)); break;
                default: throw new FormatException($"Fault '{NameOf(kind)}' has no property '{property.Name}'.");
            }
        }

        return http is < 200 ? throw new FormatException("http is a status from 200 to 599.") : new(kind)
        {
            Probability = probability,
            Count = count,
            Ms = ms,
            Code = code,
            Http = http,
            Window = window,
            Target = target,
            User = user,
            Number = number,
            Mode = mode,
        };
    }

    /// <summary><c>kind[=value][@probability][xcount]</c>, where the value is milliseconds, a code or a mode.</summary>
    private static FaultRule FromText(string text)
    {
        var (rest, count) = Cut(text, 'x', digitsOnly: true);
        var (head, probability) = Cut(rest, '@', digitsOnly: false);
        var (name, value) = Cut(head, '=', digitsOnly: false);
        var kind = KindOf(name);
        var number = int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var given) ? given : (int?)null;
        var share = probability is null ? 1 : double.Parse(probability, CultureInfo.InvariantCulture);
        return share is < 0 or > 1 ? throw new FormatException("A probability is a number from 0 to 1.") : new(kind)
        {
            Probability = share,
            Count = count is null ? null : int.Parse(count, CultureInfo.InvariantCulture),
            Ms = number ?? 1000,
            Code = number ?? 131000,
            Window = number ?? 10,
            Mode = number is null && value is not null ? Mode(kind, value) : null,
        };
    }

    private static (string Head, string? Tail) Cut(string text, char mark, bool digitsOnly)
    {
        var at = text.LastIndexOf(mark);
        return at <= 0 || (digitsOnly && !text[(at + 1)..].All(char.IsAsciiDigit)) || at == text.Length - 1
            ? (text, null)
            : (text[..at], text[(at + 1)..]);
    }

    private static FaultTarget Target(FaultKind kind, string target) => (kind, target) switch
    {
        (_, "messages") => FaultTarget.Messages,
        (FaultKind.Delay or FaultKind.DropBefore or FaultKind.DropAfter or FaultKind.Hang or FaultKind.Error or FaultKind.Garbage, "templates") =>
            FaultTarget.Templates,
        _ => throw new FormatException($"Fault '{NameOf(kind)}' is not on '{target}'; delay, drop_before, drop_after, hang, error and garbage are on messages or templates."),
    };

    private static string Mode(FaultKind kind, string mode) => (kind, mode) switch
    {
        (FaultKind.DropAfter, "reset" or "silence") or (FaultKind.Garbage, "html500" or "text200") => mode,
        _ => throw new FormatException($"Fault '{NameOf(kind)}' has no mode '{mode}'."),
    };

    private static string Text(JsonProperty property) => property.Value.ValueKind == JsonValueKind.String
        ? property.Value.GetString()!
        : throw new FormatException($"'{property.Name}' must be a string.");

    private static int Whole(JsonProperty property, int most) =>
        property.Value.ValueKind == JsonValueKind.Number && property.Value.TryGetInt32(out var number) && number >= 0 && number <= most
            ? number
            : throw new FormatException($"'{property.Name}' must be a whole number from 0 to {most}.");

    private static bool TryGetNumber(this JsonElement value, out double number)
    {
        number = 0;
        return value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out number);
    }

    private static void WriteRule(Utf8JsonWriter json, FaultRule rule)
    {
        json.WriteStartObject();
        json.WriteNumber("probability", rule.Probability);
        if (rule.Count is { } count)
        {
            json.WriteNumber("count", count);
        }

        foreach (var (name, value) in new[] { ("user", rule.User), ("number", rule.Number), ("mode", rule.Mode) })
        {
            if (value is not null)
            {
                json.WriteString(name, value);
            }
        }

        if (rule.Target == FaultTarget.Templates)
        {
            json.WriteString("on", "templates");
        }

        switch (rule.Kind)
        {
            case FaultKind.FailLater:
                json.WriteNumber("code", rule.Code);
                break;
            case FaultKind.Delay or FaultKind.SlowStatuses:
                json.WriteNumber("ms", rule.Ms);
                break;
            case FaultKind.Error:
                json.WriteNumber("code", rule.Code);
                json.WriteNumber("http", rule.Http);
                break;
            case FaultKind.ShuffleWebhooks:
                json.WriteNumber("window", rule.Window);
                break;
        }

        json.WriteEndObject();
    }
}

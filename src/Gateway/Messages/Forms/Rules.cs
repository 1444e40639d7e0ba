using System.Text.Json;
using Mogambo.Gateway.Problems;

namespace Mogambo.Gateway.Messages.Forms;

/// <summary>The vocabulary in which forms are written.</summary>
internal static class Rules
{
    /// <summary>Anything: WhatsApp gives no form for it.</summary>
    public static readonly Rule Any = new AnyRule();

    public static readonly Rule Flag = new FlagRule();

    /// <summary>An object whose members WhatsApp does not name.</summary>
    public static readonly Rule AnyObject = new AnyObjectRule();

    /// <summary>A string of so many UTF-16 units: never fewer than characters, however WhatsApp counts those.</summary>
    public static Rule Text(int most, int least = 1) => new TextRule(least, most);

    /// <summary>A string without control characters, fit to be looked for.</summary>
    public static Rule Line(int most) => new TextRule(1, most) { IsLine = true };

    /// <summary>A time with its distance from UTC (RFC 3339).</summary>
    public static Rule Time() => new TimeRule();

    /// <summary>The rule, or <c>null</c>, which is the same as leaving the member out.</summary>
    public static Rule OrNull(Rule rule) => new OrNullRule(rule);

    public static Rule OneOf(params string[] words) => new WordRule(words);

    /// <summary>A number, or its text.</summary>
    public static Rule Number(double least, double most) => new NumberRule(least, most);

    /// <summary>An absolute address of one of these schemes.</summary>
    public static Rule Address(int most, params string[] schemes) => new AddressRule(most, schemes);

    public static ObjectRule Object(params (string Name, Rule Rule)[] members) => new(members);

    public static Rule List(Rule item, int most, int least = 1) => new ListRule(item, least, most);

    public static Rule Required(Rule rule) => rule with { IsRequired = true };

    private sealed record OrNullRule(Rule Rule) : Rule
    {
        public override void Check(JsonElement value, string path, FieldErrors errors)
        {
            if (value.ValueKind != JsonValueKind.Null)
            {
                Rule.Check(value, path, errors);
            }
        }
    }

    private sealed record AnyRule : Rule
    {
        public override void Check(JsonElement value, string path, FieldErrors errors)
        {
        }
    }

    private sealed record AnyObjectRule : Rule
    {
        public override void Check(JsonElement value, string path, FieldErrors errors)
        {
            if (value.ValueKind != JsonValueKind.Object)
            {
                errors.Add(path, "must be an object");
            }
        }
    }

    private sealed record FlagRule : Rule
    {
        public override void Check(JsonElement value, string path, FieldErrors errors)
        {
            if (value.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
            {
                errors.Add(path, "must be true or false");
            }
        }
    }

    private sealed record WordRule(string[] Words) : Rule
    {
        public override void Check(JsonElement value, string path, FieldErrors errors)
        {
            if (value.ValueKind != JsonValueKind.String || !Words.Contains(value.GetString()))
            {
                errors.Add(path, Words is [var word] ? $"must be \"{word}\"" : $"must be one of {string.Join(", ", Words)}");
            }
        }
    }
}

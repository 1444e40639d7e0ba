using System.Text.Json;
using Mogambo.Simulator.Graph;

namespace Mogambo.Simulator.Messages;

/// <summary>What one property may hold.</summary>
internal abstract record Value
{
    public bool IsRequired { get; init; }

    public abstract GraphError? Check(JsonElement element, string path);

    public static Value Text(int most, int least = 1) => new TextValue(least, most);

    public static Value OneOf(params string[] words) => new WordValue(words);

    public static Value Flag() => new FlagValue();

    /// <summary>A number, or its text.</summary>
    public static Value Number() => new NumberValue();

    public static Value Object(Shape shape) => new ObjectValue(shape);

    public static Value List(Shape shape, int most, int least = 1) => new ListValue(shape, least, most);

    /// <summary>Anything: checked elsewhere, or not by WhatsApp either.</summary>
    public static Value Any() => new AnyValue();

    private sealed record TextValue(int Least, int Most) : Value
    {
        public override GraphError? Check(JsonElement element, string path) =>
            element.ValueKind != JsonValueKind.String ? GraphError.Of(131009, $"Param {path} must be a string.")
            : element.GetString()!.Length is var length && (length < Least || length > Most)
                ? GraphError.Of(131009, $"Param {path} must be between {Least} and {Most} characters long; it has {length}.")
            : null;
    }

    private sealed record WordValue(string[] Words) : Value
    {
        public override GraphError? Check(JsonElement element, string path) =>
            element.ValueKind == JsonValueKind.String && Words.Contains(element.GetString())
                ? null
                : GraphError.Of(131009, $"Param {path} must be one of {{{string.Join(", ", Words)}}}; got {element}.");
    }

    private sealed record FlagValue : Value
    {
        public override GraphError? Check(JsonElement element, string path) =>
            element.ValueKind is JsonValueKind.True or JsonValueKind.False ? null : GraphError.Of(131009, $"Param {path} must be a boolean.");
    }

    private sealed record NumberValue : Value
    {
        public override GraphError? Check(JsonElement element, string path) =>
            element.ValueKind == JsonValueKind.Number
            || (element.ValueKind == JsonValueKind.String && double.TryParse(element.GetString(), System.Globalization.CultureInfo.InvariantCulture, out _))
                ? null
                : GraphError.Of(131009, $"Param {path} must be a number.");
    }

    private sealed record ObjectValue(Shape Shape) : Value
    {
        public override GraphError? Check(JsonElement element, string path) => Shape.Check(element, path);
    }

    private sealed record ListValue(Shape Shape, int Least, int Most) : Value
    {
        public override GraphError? Check(JsonElement element, string path)
        {
            if (element.ValueKind != JsonValueKind.Array)
            {
                return GraphError.Of(131009, $"Param {path} must be an array.");
            }

            var length = element.GetArrayLength();
            if (length < Least || length > Most)
            {
                return GraphError.Of(131009, $"Param {path} must have {Least} to {Most} elements; it has {length}.");
            }

            var index = 0;
            foreach (var item in element.EnumerateArray())
            {
                if (Shape.Check(item, $"{path}[{index++}]") is { } wrong)
                {
                    return wrong;
                }
            }

            return null;
        }
    }

    private sealed record AnyValue : Value
    {
        public override GraphError? Check(JsonElement element, string path) => null;
    }
}

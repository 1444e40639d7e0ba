using System.Collections.Frozen;
using System.Text.Json;
using Mogambo.Simulator.Graph;

namespace Mogambo.Simulator.Messages;

/// <summary>
/// The properties an object may have. The Cloud API refuses unknown ones with 100, misses required ones with 131008 and
/// wrong values with 131009 (fact sheet 8.1).
/// </summary>
internal sealed class Shape
{
    private readonly FrozenDictionary<string, Value> _properties;
    private readonly string[] _required;

    public Shape(params (string Name, Value Value)[] properties)
    {
        _properties = properties.ToFrozenDictionary(property => property.Name, property => property.Value);
        _required = [.. properties.Where(property => property.Value.IsRequired).Select(property => property.Name)];
    }

    /// <summary>What is wrong with the object, or null.</summary>
    public GraphError? Check(JsonElement element, string path)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            return GraphError.Of(131009, $"Param {path} must be an object.");
        }

        foreach (var property in element.EnumerateObject())
        {
            if (!_properties.TryGetValue(property.Name, out var value))
            {
                return GraphError.Of(100, $"Unexpected key \"{property.Name}\" on param \"{path}\".");
            }

            if (value.Check(property.Value, path.Length == 0 ? property.Name : $"{path}.{property.Name}") is { } wrong)
            {
                return wrong;
            }
        }

        foreach (var name in _required)
        {
            if (!element.TryGetProperty(name, out _))
            {
                return GraphError.Of(131008, $"The parameter {(path.Length == 0 ? name : $"{path}.{name}")} is required.");
            }
        }

        return null;
    }
}

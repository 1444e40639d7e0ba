using System.Collections.Frozen;
using System.Text.Json;
using Mogambo.Gateway.Problems;

namespace Mogambo.Gateway.Messages.Forms;

/// <summary>An object with these members and no others: the Cloud API refuses unknown ones (fact sheet 8.1).</summary>
internal sealed record ObjectRule : Rule
{
    private readonly FrozenDictionary<string, Rule> _members;
    private readonly string[] _required;

    public ObjectRule(params (string Name, Rule Rule)[] members)
    {
        _members = members.ToFrozenDictionary(member => member.Name, member => member.Rule, StringComparer.Ordinal);
        _required = [.. members.Where(member => member.Rule.IsRequired).Select(member => member.Name)];
    }

    /// <summary>What concerns several members at once; asked only where each is right for itself.</summary>
    public Action<JsonElement, string, FieldErrors>? Also { get; init; }

    public override void Check(JsonElement value, string path, FieldErrors errors)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            errors.Add(path, "must be an object");
            return;
        }

        var before = errors.Added;
        foreach (var member in value.EnumerateObject())
        {
            if (_members.TryGetValue(member.Name, out var rule))
            {
                rule.Check(member.Value, FieldErrors.Join(path, member.Name), errors);
            }
            else
            {
                errors.Add(FieldErrors.Join(path, member.Name), "is not known here");
            }
        }

        foreach (var name in _required)
        {
            if (!value.TryGetProperty(name, out _))
            {
                errors.Add(FieldErrors.Join(path, name), "is missing");
            }
        }

        if (errors.Added == before)
        {
            Also?.Invoke(value, path, errors);
        }
    }
}

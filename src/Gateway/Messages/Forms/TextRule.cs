using System.Text.Json;
using Mogambo.Gateway.Problems;

namespace Mogambo.Gateway.Messages.Forms;

/// <summary>A string of so many UTF-16 units.</summary>
internal sealed record TextRule(int Least, int Most) : Rule
{
    /// <summary>No control characters.</summary>
    public bool IsLine { get; init; }

    public override void Check(JsonElement value, string path, FieldErrors errors)
    {
        if (value.ValueKind != JsonValueKind.String)
        {
            errors.Add(path, "must be a string");
            return;
        }

        var text = value.GetString()!;
        if (text.Length < Least || text.Length > Most)
        {
            errors.Add(path, $"must have {Least} to {Most} characters; it has {text.Length}");
        }
        else if (IsLine && text.Any(char.IsControl))
        {
            errors.Add(path, "must not hold control characters");
        }
    }
}

using System.Globalization;
using System.Text.Json;
using Mogambo.Gateway.Problems;

namespace Mogambo.Gateway.Messages.Forms;

/// <summary>An array of so many items of one form.</summary>
internal sealed record ListRule(Rule Item, int Least, int Most) : Rule
{
    public override void Check(JsonElement value, string path, FieldErrors errors)
    {
        if (value.ValueKind != JsonValueKind.Array)
        {
            errors.Add(path, "must be an array");
            return;
        }

        var length = value.GetArrayLength();
        if (length < Least || length > Most)
        {
            errors.Add(path, $"must have {Least} to {Most} items; it has {length}");
        }

        foreach (var (index, item) in value.EnumerateArray().Take(Most).Index())
        {
            Item.Check(item, string.Create(CultureInfo.InvariantCulture, $"{path}[{index}]"), errors);
        }
    }
}

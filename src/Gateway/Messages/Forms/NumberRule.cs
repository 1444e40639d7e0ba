using System.Globalization;
using System.Text.Json;
using Mogambo.Gateway.Problems;

namespace Mogambo.Gateway.Messages.Forms;

/// <summary>A number, or its text: WhatsApp takes both (fact sheet 8.2).</summary>
internal sealed record NumberRule(double Least, double Most) : Rule
{
    public override void Check(JsonElement value, string path, FieldErrors errors)
    {
        if (!TryRead(value, out var number))
        {
            errors.Add(path, "must be a number");
        }
        else if (!(number >= Least && number <= Most))
        {
            errors.Add(path, string.Create(CultureInfo.InvariantCulture, $"must be from {Least} to {Most}"));
        }
    }

    private static bool TryRead(JsonElement value, out double number)
    {
        number = 0;
        return value.ValueKind switch
        {
            JsonValueKind.Number => value.TryGetDouble(out number),
            JsonValueKind.String => double.TryParse(
                value.GetString(), NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out number),
            _ => false,
        };
    }
}

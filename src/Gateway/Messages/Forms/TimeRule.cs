using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Mogambo.Gateway.Problems;

namespace Mogambo.Gateway.Messages.Forms;

/// <summary>A time that says how far it is from UTC (RFC 3339): one without would mean another moment on every server.</summary>
internal sealed partial record TimeRule : Rule
{
    public override void Check(JsonElement value, string path, FieldErrors errors)
    {
        if (!TryRead(value, out _))
        {
            errors.Add(path, "must be a time with its distance from UTC, such as 2026-12-01T09:00:00Z");
        }
    }

    public static bool TryRead(JsonElement value, out DateTimeOffset time)
    {
        time = default;
        return value.ValueKind == JsonValueKind.String
            && value.GetString() is { Length: <= 40 } text
            && Form().IsMatch(text)
            && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal, out time);
    }

    [GeneratedRegex(@"^[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,9})?([Zz]|[+\-][0-9]{2}:[0-9]{2})\z")]
    private static partial Regex Form();
}

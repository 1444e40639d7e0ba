using System.Text.Json;
using Mogambo.Gateway.Problems;

namespace Mogambo.Gateway.Messages.Forms;

/// <summary>An absolute address of one of some schemes.</summary>
internal sealed record AddressRule(int Most, string[] Schemes) : Rule
{
    public override void Check(JsonElement value, string path, FieldErrors errors)
    {
        if (value.ValueKind != JsonValueKind.String)
        {
            errors.Add(path, "must be a string");
        }
        else if (value.GetString() is not { Length: > 0 } text || text.Length > Most)
        {
            errors.Add(path, $"must have 1 to {Most} characters");
        }
        else if (!Uri.TryCreate(text, UriKind.Absolute, out var address) || address.Host.Length == 0 || !Schemes.Contains(address.Scheme))
        {
            errors.Add(path, $"must be an absolute {string.Join(" or ", Schemes)} address");
        }
    }
}

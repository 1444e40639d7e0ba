using System.Text.Json;

namespace Mogambo.Gateway.Messages.Send;

internal static class GivenMember
{
    /// <summary>The member, or null if it is left out or null.</summary>
    public static JsonElement? Given(this JsonElement element, string name) =>
        element.TryGetProperty(name, out var member) && member.ValueKind != JsonValueKind.Null ? member : null;
}

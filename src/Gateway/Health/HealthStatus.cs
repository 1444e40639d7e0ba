using System.Text.Json.Serialization;

namespace Mogambo.Gateway.Health;

internal sealed record HealthStatus(string Status)
{
    public static readonly HealthStatus Ok = new("ok");

    /// <summary>The names of the checks that failed.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Failed { get; init; }
}

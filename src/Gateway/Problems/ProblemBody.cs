using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Mogambo.Gateway.Problems;

/// <summary>An error as callers see it (RFC 9457). They branch on <c>type</c>, so it never changes.</summary>
/// <param name="Detail">A sentence that says what to do.</param>
internal sealed record ProblemBody(string Type, string Title, int Status, string Detail)
{
    /// <summary>What is wrong, by the path of the field.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, IReadOnlyList<string>>? Errors { get; init; }

    /// <summary>Why a replay failed again.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Reason { get; init; }

    /// <summary>The languages that a template does have.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Languages { get; init; }

    /// <summary>When the request will be possible.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? Until { get; init; }

    /// <summary>WhatsApp's own code and words, where the instance refused.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public InstanceError? InstanceError { get; init; }

    /// <summary>Names the request in the logs.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? TraceId { get; init; }

    /// <summary>Members of this problem alone, which are there even where they are null.</summary>
    [JsonIgnore]
    public JsonObject? Own { get; init; }
}

/// <summary>An error as WhatsApp tells it.</summary>
internal sealed record InstanceError(int Code, string Message);

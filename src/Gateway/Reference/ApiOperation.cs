namespace Mogambo.Gateway.Reference;

/// <summary>What the reference says of an endpoint beside its address, summary and scope, which it knows of itself.</summary>
/// <param name="Status">The status of success.</param>
/// <param name="Answer">An example of the answer; null where it has no JSON body.</param>
internal sealed record ApiOperation(int Status, string? Answer = null)
{
    /// <summary>An example of the JSON body that it takes.</summary>
    public string? Body { get; init; }

    /// <summary>The types of a body that is no JSON.</summary>
    public IReadOnlyList<string> BodyTypes { get; init; } = [];

    /// <summary>The type of an answer that is no JSON.</summary>
    public string? AnswerType { get; init; }

    /// <summary>Other statuses of success, without an example.</summary>
    public IReadOnlyList<(int Status, string Meaning)> Also { get; init; } = [];

    public IReadOnlyList<ApiParameter> Query { get; init; } = [];

    public bool TakesIdempotencyKey { get; init; }

    /// <summary>The names of problems that only such endpoints have, by status.</summary>
    public IReadOnlyList<(int Status, string Names)> Problems { get; init; } = [];
}

/// <summary>A parameter of the query string; none is required.</summary>
internal sealed record ApiParameter(string Name, string Meaning);

using System.Text.Json;
using Mogambo.Gateway.Problems;

namespace Mogambo.Gateway.OptIns;

/// <summary>What callers say of an opt-in or opt-out: <c>{"source","evidence","at"}</c>.</summary>
internal sealed record OptInBody(string Source, string? Evidence, DateTimeOffset? At)
{
    public const int MaxSource = 256;
    public const int MaxEvidence = 4096;

    public const string SourceExpectation = "must say where the decision was made, in 1 to 256 characters";
    public const string EvidenceExpectation = "must be a text of at most 4096 characters";

    // 4,096 characters are at most six bytes each as JSON escapes.
    private const int MaxBodyBytes = 32 * 1024;

    /// <param name="optOut">An opt-out has a source and nothing else.</param>
    public static async Task<(OptInBody? Body, Problem? Problem)> ReadAsync(
        HttpRequest request, bool optOut, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (request.ContentLength > MaxBodyBytes)
        {
            return (null, KnownProblems.PayloadTooLarge());
        }

        try
        {
            using var bytes = new MemoryStream();
            var chunk = new byte[4096];
            for (int read; (read = await request.Body.ReadAsync(chunk, cancellationToken)) > 0;)
            {
                if (bytes.Length + read > MaxBodyBytes)
                {
                    return (null, KnownProblems.PayloadTooLarge());
                }

                bytes.Write(chunk.AsSpan(0, read));
            }

            using var json = JsonDocument.Parse(bytes.GetBuffer().AsMemory(0, (int)bytes.Length), new() { MaxDepth = 8 });
            return json.RootElement.ValueKind == JsonValueKind.Object
                ? Read(json.RootElement, optOut, now)
                : (null, KnownProblems.InvalidRequest("body", "must be a JSON object"));
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return (null, KnownProblems.InvalidRequest("body", "must be a JSON object, in UTF-8"));
        }
    }

    private static (OptInBody? Body, Problem? Problem) Read(JsonElement json, bool optOut, DateTimeOffset now)
    {
        Dictionary<string, IReadOnlyList<string>> errors = [];
        string? source = null, evidence = null;
        DateTimeOffset? at = null;
        foreach (var member in json.EnumerateObject())
        {
            var text = member.Value.ValueKind == JsonValueKind.String ? member.Value.GetString() : null;
            var isNull = member.Value.ValueKind == JsonValueKind.Null;
            switch (member.Name)
            {
                case "source":
                    source = text;
                    break;
                case "evidence" when !optOut:
                    evidence = text;
                    if (!isNull && text is not { Length: <= MaxEvidence })
                    {
                        errors["evidence"] = [EvidenceExpectation];
                    }

                    break;
                case "at" when !optOut:
                    if (OptInTime.TryParse(text, out var parsed))
                    {
                        at = parsed;
                    }
                    else if (!isNull)
                    {
                        errors["at"] = [OptInTime.Expectation];
                    }

                    break;
                default:
                    errors[member.Name.Length <= 64 ? member.Name : member.Name[..64]] = ["is not known here"];
                    break;
            }
        }

        if (!IsSource(source))
        {
            errors["source"] = [SourceExpectation];
        }

        return errors.Count > 0 ? (null, KnownProblems.InvalidRequest(errors))
            : at is { } time && OptInTime.IsFuture(time, now) ? (null, OptInProblems.InTheFuture())
            : (new OptInBody(source!, evidence, at), null);
    }

    public static bool IsSource(string? text) => text is { Length: <= MaxSource } && !string.IsNullOrWhiteSpace(text);
}

using System.Text.Json;
using Mogambo.Gateway.Problems;
using Mogambo.Templates;

namespace Mogambo.Gateway.Templates;

/// <summary>Reads the members of a request's body and collects what is wrong with them; members that are not asked for are unknown.</summary>
internal sealed class TemplateBody : IDisposable
{
    private const int MaxBytes = 256 * 1024;

    private static readonly JsonDocumentOptions s_strict = new() { AllowDuplicateProperties = false, MaxDepth = 32 };

    private readonly Dictionary<string, IReadOnlyList<string>> _errors = [];
    private readonly HashSet<string> _read = new(StringComparer.Ordinal);
    private readonly JsonDocument? _json;

    private TemplateBody(JsonDocument? json) => _json = json;

    /// <summary>An empty body is one without members.</summary>
    public static async Task<TemplateBody> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var body = new TemplateBody(await ParseAsync(request, cancellationToken));
        if (body._json?.RootElement is not { ValueKind: JsonValueKind.Object } root || !IsSound(root))
        {
            body._errors["body"] = [$"must be a JSON object of at most {MaxBytes} bytes, with each member once and valid Unicode"];
        }

        return body;
    }

    public string? Text(string name, bool isRequired = false, int maxLength = 512) => Member(name, isRequired) is not { } member ? null
        : member.ValueKind == JsonValueKind.String && member.GetString() is { Length: > 0 } text && text.Length <= maxLength ? text
        : Wrong<string>(name, $"must be a text of 1 to {maxLength} characters");

    public TemplateCategory? Category(bool isRequired = false) => Text("category", isRequired) is not { } word ? null
        : TemplateWords.Category(word) ?? WrongValue<TemplateCategory>("category", $"must be one of {string.Join(", ", TemplateWords.Categories)}");

    public bool? IsNamed() => Text("parameter_format")?.ToLowerInvariant() switch
    {
        null => null,
        "named" => true,
        "positional" => false,
        _ => WrongValue<bool>("parameter_format", "must be named or positional"),
    };

    /// <summary>The bytes as they came.</summary>
    public byte[]? Components(bool isRequired = false) => Member("components", isRequired) is not { } member ? null
        : member.ValueKind == JsonValueKind.Array && member.EnumerateArray().All(component => component.ValueKind == JsonValueKind.Object)
            ? System.Runtime.InteropServices.JsonMarshal.GetRawUtf8Value(member).ToArray()
            : Wrong<byte[]>("components", "must be an array of objects, in the Cloud API's shape");

    public int? Seconds(string name) => Member(name, isRequired: false) is not { } member ? null
        : member.ValueKind == JsonValueKind.Number && member.TryGetInt32(out var seconds) ? seconds
        : WrongValue<int>(name, "must be a whole number of seconds");

    public JsonElement? Any(string name) => Member(name, isRequired: false);

    public void Fail(string name, string error) => _errors.TryAdd(name, [error]);

    /// <summary>What is wrong with the body, or null. Call it after every member was read: any other is unknown.</summary>
    public Problem? Problem()
    {
        if (_json?.RootElement is { ValueKind: JsonValueKind.Object } root && !_errors.ContainsKey("body"))
        {
            foreach (var member in root.EnumerateObject().Where(member => !_read.Contains(member.Name)))
            {
                Fail(member.Name.Length <= 64 ? member.Name : member.Name[..64], "is not known here");
            }
        }

        return _errors.Count == 0 ? null : KnownProblems.InvalidRequest(_errors);
    }

    public void Dispose() => _json?.Dispose();

    private JsonElement? Member(string name, bool isRequired)
    {
        _read.Add(name);
        if (_errors.ContainsKey("body") || _json is null)
        {
            return null;
        }

        if (_json.RootElement.TryGetProperty(name, out var member) && member.ValueKind != JsonValueKind.Null)
        {
            return member;
        }

        if (isRequired)
        {
            Fail(name, "is required");
        }

        return null;
    }

    private T? Wrong<T>(string name, string error)
        where T : class
    {
        Fail(name, error);
        return null;
    }

    private T? WrongValue<T>(string name, string error)
        where T : struct
    {
        Fail(name, error);
        return null;
    }

    private static async Task<JsonDocument?> ParseAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.HttpContext.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = MaxBytes;
        }

        try
        {
            return await JsonDocument.ParseAsync(request.Body, s_strict, cancellationToken);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Escaped lone surrogates are JSON, but no text.</summary>
    private static bool IsSound(JsonElement element)
    {
        try
        {
            return element.ValueKind switch
            {
                JsonValueKind.Object => element.EnumerateObject().All(member => member.Name is not null && IsSound(member.Value)),
                JsonValueKind.Array => element.EnumerateArray().All(IsSound),
                JsonValueKind.String => element.GetString() is not null,
                _ => true,
            };
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }
}

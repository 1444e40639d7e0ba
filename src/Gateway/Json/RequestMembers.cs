using System.Text.Json;
using Mogambo.Gateway.Problems;

namespace Mogambo.Gateway.Json;

/// <summary>
/// The members of a small JSON object that was sent, and what is wrong with them: every one that nobody asks for is unknown. Dispose it
/// after the last was read.
/// </summary>
internal sealed class RequestMembers : IDisposable
{
    private const string Whole = "body";

    private readonly JsonDocument? _json;
    private readonly HashSet<string> _read = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IReadOnlyList<string>> _errors = [];

    private RequestMembers(JsonDocument? json) => _json = json;

    public static async Task<RequestMembers> ReadAsync(HttpRequest request, int maxBytes, CancellationToken cancellationToken)
    {
        var bytes = new byte[maxBytes + 1];
        var length = await request.Body.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken);
        if (length > maxBytes)
        {
            return Broken($"must not be larger than {maxBytes} bytes");
        }

        try
        {
            var json = JsonDocument.Parse(bytes.AsMemory(0, length), new JsonDocumentOptions { AllowDuplicateProperties = false });
            if (json.RootElement.ValueKind == JsonValueKind.Object)
            {
                return new(json);
            }

            json.Dispose();
        }
        catch (JsonException)
        {
        }

        return Broken("must be a JSON object whose members are given once");
    }

    /// <summary>A required text.</summary>
    public string? Text(string name, int maxLength)
    {
        var value = Find(name);
        return value is { ValueKind: JsonValueKind.String } && TextOf(value.Value) is { } text && text.Length <= maxLength && !string.IsNullOrWhiteSpace(text)
            ? text
            : Wrong(name, $"must be a text of 1 to {maxLength} characters without control characters");
    }

    /// <summary>A required list of texts, without its repeats.</summary>
    public IReadOnlyList<string> Texts(string name, IReadOnlyCollection<string> words)
    {
        if (Find(name) is not { ValueKind: JsonValueKind.Array } value || value.GetArrayLength() is 0 or > 100)
        {
            Wrong(name, "must be a list of 1 to 100 texts");
            return [];
        }

        List<string> texts = [];
        foreach (var item in value.EnumerateArray())
        {
            var text = item.ValueKind == JsonValueKind.String ? TextOf(item) : null;
            if (text is null || !words.Contains(text))
            {
                Wrong($"{name}[{texts.Count}]", $"must be one of {string.Join(", ", words)}");
            }

            texts.Add(text ?? "");
        }

        return [.. texts.Distinct()];
    }

    /// <summary>A time that may be left out or null.</summary>
    public DateTimeOffset? Time(string name)
    {
        if (Find(name) is not { ValueKind: not JsonValueKind.Null } value)
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.String && value.TryGetDateTimeOffset(out var time) && TextOf(value)!.Length > "2026-12-01T09:00".Length)
        {
            return time;
        }

        Wrong(name, "must be a time such as 2026-12-01T09:00:00Z");
        return null;
    }

    public string? Wrong(string name, string error)
    {
        _errors.TryAdd(name, [error]);
        return null;
    }

    /// <summary>What is wrong, or null. Call it after every member was read.</summary>
    public Problem? Problem()
    {
        if (_json is not null)
        {
            foreach (var member in _json.RootElement.EnumerateObject().Where(member => !_read.Contains(member.Name)))
            {
                Wrong(member.Name.Length <= 64 ? member.Name : member.Name[..64], "is not known here");
            }
        }

        return _errors.Count == 0 ? null : KnownProblems.InvalidRequest(_errors);
    }

    public void Dispose() => _json?.Dispose();

    private static RequestMembers Broken(string error)
    {
        var members = new RequestMembers(null);
        members.Wrong(Whole, error);
        return members;
    }

    private JsonElement? Find(string name)
    {
        _read.Add(name);
        return _json is not null && _json.RootElement.TryGetProperty(name, out var value) ? value : null;
    }

    // A lone surrogate is JSON, but no text.
    private static string? TextOf(JsonElement value)
    {
        try
        {
            var text = value.GetString()!;
            return text.Any(char.IsControl) ? null : text;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}

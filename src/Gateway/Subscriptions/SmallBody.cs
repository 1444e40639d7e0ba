using System.Text.Json;
using Mogambo.Gateway.Problems;

namespace Mogambo.Gateway.Subscriptions;

/// <summary>A small JSON object whose members are all known, and what is wrong with it.</summary>
internal sealed class SmallBody : IDisposable
{
    private const int MaxBytes = 16 * 1024;

    private readonly JsonDocument? _json;
    private readonly Dictionary<string, IReadOnlyList<string>> _errors = [];
    private readonly HashSet<string> _read = new(StringComparer.Ordinal);

    private SmallBody(JsonDocument? json) => _json = json;

    public static async Task<SmallBody> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var buffer = new byte[MaxBytes + 1];
        var length = await request.Body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        if (length > MaxBytes)
        {
            throw new BadHttpRequestException("The body is too large.", StatusCodes.Status413PayloadTooLarge);
        }

        try
        {
            var options = new JsonDocumentOptions { MaxDepth = 4, AllowDuplicateProperties = false };
            var json = JsonDocument.Parse(buffer.AsMemory(0, length), options);
            if (json.RootElement.ValueKind == JsonValueKind.Object)
            {
                return new SmallBody(json);
            }

            json.Dispose();
        }
        catch (JsonException)
        {
            // Said below, as of anything else that is no object.
        }

        return new SmallBody(null);
    }

    public string? Text(string name, int maxLength)
    {
        if (Member(name) is not { ValueKind: not JsonValueKind.Null } member)
        {
            return null;
        }

        return Text(member, maxLength) ?? Wrong<string>(name, $"must be a text of at most {maxLength} characters");
    }

    public IReadOnlyList<string>? Texts(string name, int maxCount, int maxLength)
    {
        if (Member(name) is not { ValueKind: not JsonValueKind.Null } member)
        {
            return null;
        }

        var texts = member.ValueKind == JsonValueKind.Array ? member.EnumerateArray().Select(item => Text(item, maxLength)).ToList() : [];
        return texts.Count is 0 || texts.Count > maxCount || texts.Contains(null)
            ? Wrong<IReadOnlyList<string>>(name, $"must be a list of 1 to {maxCount} texts of at most {maxLength} characters")
            : [.. texts.Select(text => text!)];
    }

    public T? Wrong<T>(string name, string error)
        where T : class
    {
        _errors.TryAdd(name, [error]);
        return null;
    }

    public void Wrong(string name, string error) => _errors.TryAdd(name, [error]);

    /// <summary>What is wrong with it, or null. Call it after every member was read: any other is unknown.</summary>
    public Problem? Problem()
    {
        if (_json is null)
        {
            return KnownProblems.InvalidRequest("body", "must be a JSON object, each member once");
        }

        foreach (var member in _json.RootElement.EnumerateObject().Where(member => !_read.Contains(member.Name)))
        {
            _errors[member.Name.Length <= 64 ? member.Name : member.Name[..64]] = ["is not known here"];
        }

        return _errors.Count == 0 ? null : KnownProblems.InvalidRequest(_errors);
    }

    public void Dispose() => _json?.Dispose();

    private JsonElement? Member(string name)
    {
        _read.Add(name);
        return _json is not null && _json.RootElement.TryGetProperty(name, out var member) ? member : null;
    }

    private static string? Text(JsonElement element, int maxLength)
    {
        try
        {
            return element.ValueKind == JsonValueKind.String && element.GetString() is { } text && text.Length <= maxLength ? text : null;
        }
        catch (InvalidOperationException)
        {
            // A lone surrogate is no text.
            return null;
        }
    }
}

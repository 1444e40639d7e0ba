namespace Mogambo.WhatsApp.Templates;

/// <summary>What is wrong with a body, by the path of the member.</summary>
internal sealed class ReadErrors
{
    private readonly Dictionary<string, IReadOnlyList<string>> _byPath = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, IReadOnlyList<string>> ByPath => _byPath;

    /// <returns>An empty text, to go on reading with.</returns>
    public string Add(string path, string error)
    {
        _byPath[path] = _byPath.TryGetValue(path, out var errors) ? [.. errors, error] : [error];
        return "";
    }
}

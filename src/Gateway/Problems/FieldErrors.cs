namespace Mogambo.Gateway.Problems;

/// <summary>What is wrong with a body, by the path of the field (<c>interactive.action.buttons[1].reply.title</c>): everything at once, up to a bound.</summary>
internal sealed class FieldErrors
{
    /// <summary>Further fields are not named: the answer must not grow with the nonsense it is about.</summary>
    public const int MostFields = 100;

    private const int LongestName = 64;

    private readonly Dictionary<string, IReadOnlyList<string>> _errors = new(StringComparer.Ordinal);

    /// <summary>How many errors were added, named or not.</summary>
    public int Added { get; private set; }

    /// <summary>The path of a member of what stands at <paramref name="path"/>. Names may be the caller's, so they are cut.</summary>
    public static string Join(string path, string name)
    {
        var shown = name.Length <= LongestName ? name : name[..LongestName];
        return path.Length == 0 ? shown : $"{path}.{shown}";
    }

    public void Add(string path, string error)
    {
        Added++;
        if (_errors.TryGetValue(path, out var known))
        {
            _errors[path] = [.. known, error];
        }
        else if (_errors.Count < MostFields)
        {
            _errors[path] = [error];
        }
    }

    public Problem? Problem() => _errors.Count == 0 ? null : KnownProblems.InvalidRequest(_errors);
}

using System.Globalization;
using Mogambo.Conversations;
using Mogambo.Gateway.Contacts;
using Mogambo.Gateway.Problems;

namespace Mogambo.Gateway.Lists;

/// <summary>
/// Reads a query string whose parameters are all known, and collects what is wrong with it: a filter that is misspelt must not widen a
/// list silently.
/// </summary>
internal sealed class QueryReader(HttpRequest request)
{
    private const int DefaultLimit = 50;
    private const int MaxLimit = 200;
    private const int MaxValueLength = 512;

    private readonly Dictionary<string, IReadOnlyList<string>> _errors = [];
    private readonly HashSet<string> _read = new(StringComparer.Ordinal);

    /// <summary>The parameter's text, or null if it is absent or wrong.</summary>
    public string? Text(string name, int maxLength = MaxValueLength)
    {
        _read.Add(name);
        if (!request.Query.TryGetValue(name, out var values))
        {
            return null;
        }

        if (values is not [{ Length: > 0 } value] || value.Length > maxLength)
        {
            return Wrong(name, $"must be given once, with 1 to {maxLength} characters");
        }

        return value.AsSpan().ContainsAnyInRange('\0', '\u001f') ? Wrong(name, "must not hold control characters") : value;
    }

    public T? Parsed<T>(string name, string expectation)
        where T : struct, IParsable<T>
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        if (T.TryParse(text, CultureInfo.InvariantCulture, out var value))
        {
            return value;
        }

        Wrong(name, expectation);
        return null;
    }

    /// <summary>A user's number or id; the + that a query string turns into a blank is forgiven.</summary>
    public UserId? User(string name)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        if (UserParameter.TryParse(text, out var user))
        {
            return user;
        }

        Wrong(name, UserParameter.Expectation);
        return null;
    }

    public string? OneOf(string name, IReadOnlyCollection<string> words) =>
        Text(name) is not { } text || words.Contains(text) ? Text(name) : Wrong(name, $"must be one of {string.Join(", ", words)}");

    public int Limit()
    {
        const string Name = "limit";
        if (Text(Name) is not { } text)
        {
            return DefaultLimit;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit is >= 1 and <= MaxLimit)
        {
            return limit;
        }

        Wrong(Name, $"must be a number from 1 to {MaxLimit}");
        return DefaultLimit;
    }

    /// <summary>What is wrong with the query, or null. Call it after every parameter was read: any other is unknown.</summary>
    public Problem? Problem()
    {
        foreach (var name in request.Query.Keys.Where(name => !_read.Contains(name)))
        {
            _errors[Shown(name)] = ["is not known here"];
        }

        return _errors.Count == 0 ? null : KnownProblems.InvalidRequest(_errors);
    }

    private static string Shown(string name) => name.Length <= 64 ? name : name[..64];

    private string? Wrong(string name, string error)
    {
        _errors[name] = [error];
        return null;
    }
}

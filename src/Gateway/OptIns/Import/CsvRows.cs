using System.Runtime.CompilerServices;
using Mogambo.Gateway.Problems;

namespace Mogambo.Gateway.OptIns.Import;

/// <summary>The rows of a CSV body with a header. A row that is quoted wrongly spoils only itself: reading goes on at the next line.</summary>
internal sealed class CsvRows
{
    private const int MaxLinesOfRecord = 200;

    private static readonly string[] Known = ["number", "source", "evidence", "at", "action", "from"];

    private readonly ImportLines _lines;
    private readonly char _delimiter;
    private readonly List<string> _columns;

    /// <summary>Lines that were read for a record they turned out not to belong to.</summary>
    private readonly Queue<ImportLine> _again = [];

    private CsvRows(ImportLines lines, char delimiter, List<string> columns) => (_lines, _delimiter, _columns) = (lines, delimiter, columns);

    /// <summary>Reads the header. Its delimiter is a comma, or a semicolon or tab as spreadsheets write them.</summary>
    public static async Task<(CsvRows? Rows, Problem? Problem)> OpenAsync(ImportLines lines, CancellationToken cancellationToken)
    {
        var header = await lines.ReadAsync(cancellationToken);
        if (header is not { Error: null, Text: { } text } || string.IsNullOrWhiteSpace(text))
        {
            return (null, KnownProblems.InvalidRequest("body", "must begin with a header such as number,source,evidence,at"));
        }

        var delimiter = text.Contains(',', StringComparison.Ordinal) ? ',' : text.Contains(';', StringComparison.Ordinal) ? ';' : '\t';
        List<string> columns = [];
        if (CsvRecord.Split(text, delimiter, columns) != CsvOutcome.Complete)
        {
            return (null, KnownProblems.InvalidRequest("body", "has a header whose quotes do not match"));
        }

        columns = [.. columns.Select(column => column.Trim().ToLowerInvariant())];
        Dictionary<string, IReadOnlyList<string>> errors = [];
        foreach (var column in columns.Where(column => !Known.Contains(column)))
        {
            errors[column.Length <= 64 ? column : column[..64]] = [$"is not known here; the columns are {string.Join(", ", Known)}"];
        }

        foreach (var column in columns.GroupBy(column => column).Where(same => same.Count() > 1))
        {
            errors.TryAdd(column.Key, ["must be there once"]);
        }

        if (!columns.Contains("number"))
        {
            errors["number"] = ["must be a column"];
        }

        return errors.Count > 0 ? (null, KnownProblems.InvalidRequest(errors)) : (new CsvRows(lines, delimiter, columns), null);
    }

    public async IAsyncEnumerable<ImportRow> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        List<string> fields = [];
        while (await NextAsync(cancellationToken) is { } line)
        {
            if (line.Error is { } error)
            {
                yield return ImportRow.Unreadable(error);
            }
            else if (!string.IsNullOrWhiteSpace(line.Text))
            {
                yield return await ReadRecordAsync(line.Text, fields, cancellationToken);
            }
        }
    }

    private async ValueTask<ImportLine?> NextAsync(CancellationToken cancellationToken) =>
        _again.TryDequeue(out var line) ? line : await _lines.ReadAsync(cancellationToken);

    private async ValueTask<ImportRow> ReadRecordAsync(string text, List<string> fields, CancellationToken cancellationToken)
    {
        List<ImportLine> taken = [];
        while (true)
        {
            switch (CsvRecord.Split(text, _delimiter, fields))
            {
                case CsvOutcome.Complete when fields.Count > _columns.Count:
                    return ImportRow.Unreadable("the row has more fields than the header: put texts that hold the delimiter in quotes");
                case CsvOutcome.Complete:
                    return Of(fields);
                case CsvOutcome.Open when taken.Count < MaxLinesOfRecord && text.Length < ImportLines.MaxLineBytes
                    && await NextAsync(cancellationToken) is { } next:
                    taken.Add(next);
                    if (next.Error is null)
                    {
                        text = $"{text}\n{next.Text}";
                        continue;
                    }

                    break;
            }

            GiveBack(taken);
            return ImportRow.Unreadable("the quotes of the row do not match: put a text in double quotes, and double each quote in it");
        }
    }

    private void GiveBack(List<ImportLine> lines)
    {
        var rest = _again.ToArray();
        _again.Clear();
        foreach (var line in lines.Concat(rest))
        {
            _again.Enqueue(line);
        }
    }

    private ImportRow Of(List<string> fields) => new()
    {
        Number = Field("number", fields),
        Source = Field("source", fields),
        Evidence = Field("evidence", fields),
        At = Field("at", fields),
        Action = Field("action", fields),
        From = Field("from", fields),
    };

    private string? Field(string column, List<string> fields) =>
        _columns.IndexOf(column) is >= 0 and var n && n < fields.Count && fields[n].Trim() is { Length: > 0 } field ? field : null;
}

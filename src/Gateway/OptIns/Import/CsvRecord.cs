using System.Text;

namespace Mogambo.Gateway.OptIns.Import;

/// <summary>How reading a CSV record ended.</summary>
internal enum CsvOutcome
{
    Complete,

    /// <summary>The text ends inside quotes: its next line may belong to it.</summary>
    Open,

    /// <summary>A quote stands where none may.</summary>
    Broken,
}

/// <summary>
/// Splits one record of CSV (RFC 4180), strictly: a closing quote is followed by the delimiter or the end. What is lenient elsewhere would
/// hide that a quote was forgotten, and swallow the good rows after it. The libraries read forward only, so they cannot take such rows up
/// again; that is why this is written here.
/// </summary>
internal static class CsvRecord
{
    public static CsvOutcome Split(string text, char delimiter, List<string> fields)
    {
        fields.Clear();
        var quoted = new StringBuilder();
        for (var i = 0; ;)
        {
            if (i < text.Length && text[i] == '"')
            {
                var outcome = ReadQuoted(text, ref i, quoted);
                if (outcome != CsvOutcome.Complete)
                {
                    return outcome;
                }

                fields.Add(quoted.ToString());
                if (i < text.Length && text[i] != delimiter)
                {
                    return CsvOutcome.Broken;
                }
            }
            else
            {
                var end = text.IndexOf(delimiter, i);
                var field = end < 0 ? text[i..] : text[i..end];
                if (field.Contains('"', StringComparison.Ordinal))
                {
                    return CsvOutcome.Broken;
                }

                fields.Add(field);
                i += field.Length;
            }

            if (i >= text.Length)
            {
                return CsvOutcome.Complete;
            }

            i++;
        }
    }

    private static CsvOutcome ReadQuoted(string text, ref int i, StringBuilder field)
    {
        field.Clear();
        i++;
        while (true)
        {
            var quote = text.IndexOf('"', i);
            if (quote < 0)
            {
                return CsvOutcome.Open;
            }

            field.Append(text, i, quote - i);
            i = quote + 1;
            if (i >= text.Length || text[i] != '"')
            {
                return CsvOutcome.Complete;
            }

            field.Append('"');
            i++;
        }
    }
}

using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Mogambo.Gateway.OptIns.Import;

/// <summary>The rows of an NDJSON body: one JSON object a line.</summary>
internal sealed class JsonRows(ImportLines lines)
{
    public async IAsyncEnumerable<ImportRow> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (await lines.ReadAsync(cancellationToken) is { } line)
        {
            if (line.Error is { } error)
            {
                yield return ImportRow.Unreadable(error);
            }
            else if (!string.IsNullOrWhiteSpace(line.Text))
            {
                yield return Read(line.Text);
            }
        }
    }

    private static ImportRow Read(string text)
    {
        try
        {
            using var json = JsonDocument.Parse(text, new() { MaxDepth = 4 });
            if (json.RootElement.ValueKind != JsonValueKind.Object)
            {
                return ImportRow.Unreadable("the line is not a JSON object");
            }

            var row = new ImportRow();
            foreach (var member in json.RootElement.EnumerateObject())
            {
                var value = member.Value.ValueKind switch
                {
                    JsonValueKind.String when member.Value.GetString() is { Length: > 0 } word => word,
                    JsonValueKind.String or JsonValueKind.Null => null,
                    _ => throw new FormatException($"{Shown(member.Name)} must be a text in double quotes"),
                };
                row = member.Name switch
                {
                    "number" => row with { Number = value },
                    "source" => row with { Source = value },
                    "evidence" => row with { Evidence = value },
                    "at" => row with { At = value },
                    "action" => row with { Action = value },
                    "from" => row with { From = value },
                    _ => throw new FormatException($"{Shown(member.Name)} is not known here"),
                };
            }

            return row;
        }
        catch (FormatException exception)
        {
            return ImportRow.Unreadable(exception.Message);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return ImportRow.Unreadable("the line is not JSON: send one object a line");
        }
    }

    private static string Shown(string name) => name.Length <= 64 ? name : name[..64];
}

using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Mogambo.Gateway.OptIns.Import;

/// <summary>Writes the answers, a JSON object a line, and adds them up.</summary>
internal sealed class ImportAnswers
{
    // The answer is read by programs as JSON and shown in no page: a + stays a +.
    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly long[] _counts = new long[Enum.GetValues<ImportStatus>().Length];
    private long _rows;

    public byte[] Lines(IReadOnlyList<ImportAnswer> answers)
    {
        var buffer = new ArrayBufferWriter<byte>(answers.Count * 96);
        using var json = new Utf8JsonWriter(buffer, Readable);
        foreach (var answer in answers)
        {
            _counts[(int)answer.Status]++;
            json.WriteStartObject();
            json.WriteNumber("row"u8, ++_rows);
            json.WriteString("number"u8, Shown(answer.Number));
            json.WriteString("status"u8, WordOf(answer.Status));
            if (answer.Error is { } error)
            {
                json.WriteString("error"u8, error);
            }

            json.WriteEndObject();
            EndLine(json, buffer);
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>The last line.</summary>
    /// <param name="error">Why it ended early; null if every row was read.</param>
    public byte[] Totals(string? error)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer, Readable);
        json.WriteStartObject();
        json.WriteBoolean("complete"u8, error is null);
        json.WriteNumber("rows"u8, _rows);
        json.WriteNumber("opted_in"u8, Count(ImportStatus.OptedIn));
        json.WriteNumber("opted_out"u8, Count(ImportStatus.OptedOut));
        json.WriteNumber("unchanged"u8, Count(ImportStatus.Unchanged));
        json.WriteNumber("ignored"u8, Count(ImportStatus.Ignored));
        json.WriteNumber("errors"u8, Count(ImportStatus.Error));
        if (error is not null)
        {
            json.WriteString("error"u8, $"{error} Rows 1 to {_rows} are done and on disk. Send the rest, or the whole file again: what is recorded already stays as it is.");
        }

        json.WriteEndObject();
        EndLine(json, buffer);
        return buffer.WrittenSpan.ToArray();
    }

    private static void EndLine(Utf8JsonWriter json, ArrayBufferWriter<byte> buffer)
    {
        json.Flush();
        buffer.Write("\n"u8);
        json.Reset();
    }

    private static string? Shown(string? number) => number is { Length: > 64 } ? number[..64] : number;

    private static string WordOf(ImportStatus status) => status switch
    {
        ImportStatus.OptedIn => "opted_in",
        ImportStatus.OptedOut => "opted_out",
        ImportStatus.Unchanged => "unchanged",
        ImportStatus.Ignored => "ignored",
        _ => "error",
    };

    private long Count(ImportStatus status) => _counts[(int)status];
}

using System.Text;
using System.Text.Json;

namespace Mogambo.Faults.Checking.Reading;

/// <summary>Reads a ledger line by line, also while its writer has it open.</summary>
public static class LedgerFile
{
    public static IEnumerable<string> Lines(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var reader = new StreamReader(file, Encoding.UTF8, detectEncodingFromByteOrderMarks: false, bufferSize: 1 << 16);
        while (reader.ReadLine() is { } line)
        {
            yield return line;
        }
    }

    /// <summary>A last line that was cut off counts as not written.</summary>
    /// <exception cref="InvalidDataException">A line before the last is no JSON object: the ledger proves nothing.</exception>
    public static IEnumerable<LedgerLine> Read(IEnumerable<string> lines, string name)
    {
        var (number, unreadable) = (0L, 0L);
        var buffer = new byte[1 << 16];
        foreach (var text in lines)
        {
            number++;
            if (text.Length == 0)
            {
                continue;
            }

            if (unreadable > 0)
            {
                throw new InvalidDataException($"Line {unreadable} of {name} is no JSON object and not the last line.");
            }

            if (Encoding.UTF8.GetMaxByteCount(text.Length) > buffer.Length)
            {
                buffer = new byte[Encoding.UTF8.GetMaxByteCount(text.Length)];
            }

            if (TryRead(buffer.AsSpan(0, Encoding.UTF8.GetBytes(text, buffer))) is { } line)
            {
                yield return line;
            }
            else
            {
                unreadable = number;
            }
        }
    }

    private static LedgerLine? TryRead(ReadOnlySpan<byte> utf8)
    {
        try
        {
            return LedgerLine.Read(utf8);
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }
}

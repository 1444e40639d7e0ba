using System.Buffers;
using System.IO.Pipelines;
using System.Text;

namespace Mogambo.Gateway.OptIns.Import;

/// <summary>The lines of a body, one at a time: never more of it in memory than a line may be long.</summary>
internal sealed class ImportLines(PipeReader body)
{
    public const int MaxLineBytes = 32 * 1024;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private bool _isFirst = true;

    /// <summary>The next line without its end; null after the last.</summary>
    /// <exception cref="BadHttpRequestException">The body is larger, or comes slower, than it may.</exception>
    public async ValueTask<ImportLine?> ReadAsync(CancellationToken cancellationToken)
    {
        var isTooLong = false;
        while (true)
        {
            var read = await body.ReadAsync(cancellationToken);
            var buffer = read.Buffer;
            if (read.IsCanceled)
            {
                body.AdvanceTo(buffer.Start);
                return null;
            }

            if (buffer.PositionOf((byte)'\n') is { } end)
            {
                var line = isTooLong ? ImportLine.TooLong : Decode(buffer.Slice(0, end));
                body.AdvanceTo(buffer.GetPosition(1, end));
                return line;
            }

            if (read.IsCompleted)
            {
                var isEnd = buffer.IsEmpty && !isTooLong;
                var line = isTooLong ? ImportLine.TooLong : Decode(buffer);
                body.AdvanceTo(buffer.End);
                return isEnd ? null : line;
            }

            if (isTooLong || buffer.Length > MaxLineBytes)
            {
                isTooLong = true;
                body.AdvanceTo(buffer.End);
            }
            else
            {
                body.AdvanceTo(buffer.Start, buffer.End);
            }
        }
    }

    /// <summary>Ends a read that is waiting, as if the body had ended.</summary>
    public void StopReading() => body.CancelPendingRead();

    private ImportLine Decode(in ReadOnlySequence<byte> bytes)
    {
        if (bytes.Length > MaxLineBytes)
        {
            return ImportLine.TooLong;
        }

        var isFirst = _isFirst;
        _isFirst = false;
        try
        {
            var text = Utf8.GetString(bytes).TrimEnd('\r');
            return new(isFirst ? text.TrimStart('\uFEFF') : text, null);
        }
        catch (DecoderFallbackException)
        {
            return new("", "the line is not UTF-8: save the file as UTF-8 and send this row again");
        }
    }
}

/// <param name="Error">Why the line cannot be read; null if it can.</param>
internal readonly record struct ImportLine(string Text, string? Error)
{
    public static readonly ImportLine TooLong = new("", $"the line is longer than {ImportLines.MaxLineBytes / 1024} KiB: shorten its evidence");
}

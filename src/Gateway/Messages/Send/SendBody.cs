using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Mogambo.Gateway.Problems;
using Mogambo.WhatsApp.Json;

namespace Mogambo.Gateway.Messages.Send;

/// <summary>The raw body of a send: at most 256 KiB of JSON.</summary>
internal static class SendBody
{
    public const int MaxBytes = 256 * 1024;

    private const int FirstSize = 4 * 1024;

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <summary>The body, or null if it is too large.</summary>
    /// <exception cref="BadHttpRequestException">The body is cut off or comes too slowly.</exception>
    public static async Task<byte[]?> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.ContentLength > MaxBytes)
        {
            return null;
        }

        // Room is made for what comes, not for what was declared.
        var buffer = new byte[Math.Min(request.ContentLength + 1 ?? FirstSize, FirstSize)];
        var length = 0;
        while (true)
        {
            if (length == buffer.Length)
            {
                Array.Resize(ref buffer, Math.Min(length * 2, MaxBytes + 1));
            }

            var read = await request.Body.ReadAsync(buffer.AsMemory(length), cancellationToken);
            if (read == 0)
            {
                return buffer[..length];
            }

            length += read;
            if (length > MaxBytes)
            {
                return null;
            }
        }
    }

    /// <summary>Whether the body is JSON: Unicode, no member twice.</summary>
    public static bool TryParse(byte[] body, [NotNullWhen(true)] out JsonDocument? json, [NotNullWhen(false)] out Problem? problem)
    {
        json = null;
        problem = null;
        try
        {
            json = JsonText.IsSound(body) ? JsonDocument.Parse(body, Strict) : null;
        }
        catch (JsonException)
        {
            // The answer is the same.
        }

        problem = json is null ? KnownProblems.InvalidRequest("$", "must be JSON, in UTF-8, that names no member twice") : null;
        return json is not null;
    }
}

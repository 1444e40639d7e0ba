using Microsoft.Net.Http.Headers;

namespace Mogambo.Gateway.Media;

/// <summary>How large a file of a type may be (fact sheet 9).</summary>
internal static class MediaLimits
{
    private const long Megabyte = 1024 * 1024;

    /// <summary>The most bytes of a type; types that WhatsApp does not list go as documents. Null if it is no media type.</summary>
    public static long? MaxBytesOf(string? contentType)
    {
        if (!MediaTypeHeaderValue.TryParse(contentType, out var type) || type.MatchesAllTypes || type.MatchesAllSubTypes)
        {
            return null;
        }

        // A sticker is smaller, but WhatsApp itself tells animated and static ones apart.
        return type.Type.Value?.ToLowerInvariant() switch
        {
            "image" => 5 * Megabyte,
            "audio" or "video" => 16 * Megabyte,
            "multipart" => null,
            _ => 100 * Megabyte,
        };
    }

    /// <summary>Ids are digits at WhatsApp; anything that could change the address is none.</summary>
    public static bool IsId(string id) => id.Length is > 0 and <= 64 && id.All(char.IsAsciiLetterOrDigit);
}

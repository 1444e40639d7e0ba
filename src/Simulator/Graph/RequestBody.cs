using System.Text.Json;

namespace Mogambo.Simulator.Graph;

/// <summary>Reads a JSON body, with its text so that it can be recorded.</summary>
internal static class RequestBody
{
    /// <summary>Far above the longest message; a limit of the simulator, not of WhatsApp.</summary>
    private const int MaxBytes = 1 << 20;

    /// <summary>The parsed object, or null when the body is no JSON object.</summary>
    public static async Task<JsonDocument?> ReadObjectAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.ContentLength > MaxBytes)
        {
            return null;
        }

        try
        {
            var document = await JsonDocument.ParseAsync(request.Body, default, cancellationToken);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
            {
                return document;
            }

            document.Dispose();
            return null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

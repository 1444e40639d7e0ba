using System.Text.Json;

namespace Mogambo.Simulator.Graph;

/// <summary>Writes answers straight into the response, without an object model between.</summary>
internal static class JsonResponse
{
    private static readonly JsonWriterOptions Plain = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    public static async Task WriteJsonAsync<T>(this HttpResponse response, int status, T value, Action<Utf8JsonWriter, T> write)
    {
        response.StatusCode = status;
        response.ContentType = "application/json; charset=UTF-8";
        await using (var json = new Utf8JsonWriter(response.BodyWriter, Plain))
        {
            write(json, value);
        }

        await response.BodyWriter.FlushAsync(response.HttpContext.RequestAborted);
    }

    public static Task WriteSuccessAsync(this HttpResponse response) => response.WriteJsonAsync(200, true, static (json, success) =>
    {
        json.WriteStartObject();
        json.WriteBoolean("success", success);
        json.WriteEndObject();
    });
}

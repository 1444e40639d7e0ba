using System.Text.Json;
using Mogambo.Simulator.Graph;

namespace Mogambo.Simulator.Control;

/// <summary>Answers of the control API: JSON, and errors as one sentence.</summary>
internal static class ControlAnswer
{
    public static Task WrongAsync(HttpContext http, string sentence, int status = StatusCodes.Status400BadRequest) =>
        http.Response.WriteJsonAsync(status, sentence, static (json, error) =>
        {
            json.WriteStartObject();
            json.WriteString("error", error);
            json.WriteEndObject();
        });

    public static Task WriteAsync(HttpContext http, Action<Utf8JsonWriter> write, int status = StatusCodes.Status200OK) =>
        http.Response.WriteJsonAsync(status, write, static (json, write) => write(json));
}

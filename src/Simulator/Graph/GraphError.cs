using System.Collections.Frozen;
using System.Text.Json;

namespace Mogambo.Simulator.Graph;

/// <summary>A Cloud API error (fact sheet 14): callers branch on the code, people read the details.</summary>
internal sealed record GraphError(int Code, int Http, string Title, string Details)
{
    private static readonly FrozenDictionary<int, (int Http, string Title)> Catalogue = new Dictionary<int, (int, string)>
    {
        [0] = (401, "AuthException"),
        [1] = (400, "API Unknown"),
        [2] = (503, "API Service"),
        [4] = (400, "API Too Many Calls"),
        [10] = (403, "API Permission Denied"),
        [33] = (400, "Parameter value is not valid"),
        [100] = (400, "Invalid parameter"),
        [190] = (401, "Access token has expired"),
        [368] = (403, "Temporarily blocked for policies violations"),
        [80007] = (400, "Rate limit issues"),
        [130429] = (400, "Rate limit hit"),
        [131000] = (500, "Something went wrong"),
        [131008] = (400, "Required parameter is missing"),
        [131009] = (400, "Parameter value is not valid"),
        [131016] = (500, "Service unavailable"),
        [131021] = (400, "Recipient cannot be sender"),
        [131026] = (400, "Message undeliverable"),
        [131047] = (400, "Re-engagement message"),
        [131048] = (400, "Spam rate limit hit"),
        [131049] = (400, "This message was not delivered to maintain healthy ecosystem engagement."),
        [131050] = (400, "User has stopped receiving marketing messages"),
        [131051] = (400, "Unsupported message type"),
        [131052] = (400, "Media download error"),
        [131053] = (400, "Media upload error"),
        [131056] = (400, "(Business Account, Consumer Account) pair rate limit hit"),
        [131057] = (500, "Account in maintenance mode"),
        [131062] = (400, "Business-scoped user ID recipients are not supported for this message"),
        [132000] = (400, "Number of parameters does not match the expected number of params"),
        [132001] = (404, "Template name does not exist in the translation"),
        [132005] = (400, "Template hydrated text too long"),
        [132012] = (400, "Parameter format does not match format in the created template"),
        [132015] = (400, "Template is paused"),
        [132016] = (400, "Template is disabled"),
        [132018] = (400, "Template parameter value is not valid"),
        [133004] = (503, "Server temporarily unavailable"),
    }.ToFrozenDictionary();

    /// <summary>Only some management errors carry one (fact sheet 14).</summary>
    public int? Subcode { get; init; }

    public static GraphError Of(int code, string details, int? http = null)
    {
        var (usual, title) = Catalogue.TryGetValue(code, out var known) ? known : (400, "Error");
        return new(code, http ?? usual, title, details);
    }

    /// <summary>The node in the path is not ours, or the path is not served.</summary>
    public static GraphError UnknownNode(string node) =>
        Of(100, $"Unsupported request. Object with ID '{node}' does not exist, cannot be loaded due to missing permissions, or does not support this operation.")
            with
        { Subcode = 33 };

    public Task WriteAsync(HttpResponse response) => response.WriteJsonAsync(Http, this, static (json, error) => error.Write(json));

    private void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteStartObject("error");
        json.WriteString("message", $"(#{Code}) {Title}");
        json.WriteString("type", "OAuthException");
        json.WriteNumber("code", Code);
        if (Subcode is { } subcode)
        {
            json.WriteNumber("error_subcode", subcode);
        }

        json.WriteStartObject("error_data");
        json.WriteString("messaging_product", "whatsapp");
        json.WriteString("details", Details);
        json.WriteEndObject();
        json.WriteString("fbtrace_id", "A" + Convert.ToBase64String(Guid.NewGuid().ToByteArray()).TrimEnd('=').Replace('/', '_').Replace('+', '-'));
        json.WriteEndObject();
        json.WriteEndObject();
    }
}

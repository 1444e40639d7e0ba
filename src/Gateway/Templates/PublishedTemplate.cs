using System.Text.Json;
using Mogambo.Storage.Templates;
using Mogambo.WhatsApp.Templates;

namespace Mogambo.Gateway.Templates;

/// <summary>What a published row says of its template beside its columns.</summary>
internal static class PublishedTemplate
{
    /// <summary>The template as it is written, to be filled.</summary>
    public static TemplateDefinition Definition(TemplateRow row)
    {
        using var document = JsonDocument.Parse(row.Document);
        var root = document.RootElement;
        return new()
        {
            Id = row.Id,
            Category = row.Category,
            Components = System.Runtime.InteropServices.JsonMarshal.GetRawUtf8Value(root.GetProperty("components")).ToArray(),
            IsNamed = root.GetProperty("parameter_format").ValueEquals("named"),
            MessageSendTtlSeconds = root.TryGetProperty("message_send_ttl_seconds", out var seconds) ? seconds.GetInt32() : null,
        };
    }
}

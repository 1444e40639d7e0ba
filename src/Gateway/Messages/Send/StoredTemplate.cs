using System.Text;
using System.Text.Json;
using Mogambo.Storage.Templates;
using Mogambo.WhatsApp.Templates;

namespace Mogambo.Gateway.Messages.Send;

/// <summary>Reads the definition of a template from the document that its row holds.</summary>
internal static class StoredTemplate
{
    /// <exception cref="InvalidOperationException">The document is none of a template.</exception>
    public static TemplateDefinition Of(TemplateRow row)
    {
        using var json = JsonDocument.Parse(row.Document);
        var document = json.RootElement;
        return document.TryGetProperty("components", out var components)
            ? new TemplateDefinition
            {
                Id = row.Id,
                Category = row.Category,
                Components = Encoding.UTF8.GetBytes(components.GetRawText()),
                IsNamed = string.Equals(document.Given("parameter_format")?.GetString(), "named", StringComparison.OrdinalIgnoreCase),
                MessageSendTtlSeconds = document.Given("message_send_ttl_seconds")?.GetInt32(),
            }
            : throw new InvalidOperationException($"The document of template {row.Id} has no components.");
    }
}

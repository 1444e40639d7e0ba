using System.Buffers;
using System.Text.Json;
using Mogambo.Templates;
using Mogambo.WhatsApp.Templates;

namespace Mogambo.WhatsApp.Cloud;

/// <summary>Bodies of the calls about templates (fact sheet 12.1).</summary>
internal static class TemplateRequest
{
    public static ReadOnlyMemory<byte> Create(TemplateDefinition template) => Write(json =>
    {
        json.WriteString("name"u8, template.Id.Name);
        json.WriteString("language"u8, template.Id.Language);
        json.WriteString("category"u8, TemplateWords.Of(template.Category));
        if (template.IsNamed)
        {
            json.WriteString("parameter_format"u8, "named"u8);
        }

        WriteContent(json, template);
    });

    public static ReadOnlyMemory<byte> Edit(TemplateDefinition template, bool withCategory) => Write(json =>
    {
        if (withCategory)
        {
            json.WriteString("category"u8, TemplateWords.Of(template.Category));
        }

        WriteContent(json, template);
    });

    private static void WriteContent(Utf8JsonWriter json, TemplateDefinition template)
    {
        json.WritePropertyName("components"u8);
        json.WriteRawValue(template.Components);
        if (template.MessageSendTtlSeconds is { } seconds)
        {
            json.WriteNumber("message_send_ttl_seconds"u8, seconds);
        }
    }

    private static ReadOnlyMemory<byte> Write(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(2048);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }
}

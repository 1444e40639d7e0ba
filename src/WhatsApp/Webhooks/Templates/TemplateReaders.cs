using System.Text.Json;
using Mogambo.WhatsApp.Json;

namespace Mogambo.WhatsApp.Webhooks.Templates;

/// <summary>Reads the fields about templates (fact sheet 6.1).</summary>
internal static class TemplateReaders
{
    public static TemplateStatusValue Status(JsonElement value)
    {
        var pause = value.TryGetObject("other_info"u8, out var info);
        return new(
            Reference(value),
            value.RequiredWord("event"u8),
            value.WordOf("message_template_category"u8),
            value.WordOf("reason"u8),
            pause ? info.WordOf("title"u8) : null,
            pause ? info.TextOf("description"u8) : null,
            value.TryGetObject("disable_info"u8, out var disable) ? disable.TimeOf("disable_date"u8) : null,
            value.TryGetObject("rejection_info"u8, out var rejection)
                ? new(rejection.TextOf("reason"u8), rejection.TextOf("recommendation"u8))
                : null);
    }

    public static TemplateQualityValue Quality(JsonElement value) => new(
        Reference(value),
        value.WordOf("previous_quality_score"u8),
        value.RequiredWord("new_quality_score"u8));

    public static TemplateComponentsValue Components(JsonElement value) => new(
        Reference(value),
        value.TextOf("message_template_title"u8),
        value.TextOf("message_template_element"u8),
        value.TextOf("message_template_footer"u8),
        value.TryGetArray("message_template_buttons"u8, out var buttons) ? [.. buttons.EnumerateArray().Select(Button)] : []);

    public static TemplateCategoryValue Category(JsonElement value) => new(
        Reference(value),
        value.WordOf("new_category"u8),
        value.WordOf("previous_category"u8),
        value.WordOf("correct_category"u8),
        value.TimeOf("category_update_timestamp"u8));

    private static TemplateButton Button(JsonElement button) => new(
        button.WordOf("message_template_button_type"u8),
        button.TextOf("message_template_button_text"u8),
        button.TextOf("message_template_button_url"u8),
        button.IdOf("message_template_button_phone_number"u8));

    private static TemplateReference Reference(JsonElement value)
    {
        var id = value.IdOf("message_template_id"u8);
        var name = value.TextOf("message_template_name"u8);
        return id is not null || name is not null
            ? new(id, name, value.TextOf("message_template_language"u8)?.Replace('-', '_'))
            : throw new MalformedException("the template is missing");
    }
}

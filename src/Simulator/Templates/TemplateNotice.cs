using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Mogambo.Simulator.Templates;

/// <summary>The <c>value</c> objects of webhooks about templates (fact sheet 6.1).</summary>
internal static class TemplateNotice
{
    /// <summary>Why a template may be rejected.</summary>
    public static readonly string[] Reasons =
        ["ABUSIVE_CONTENT", "INCORRECT_CATEGORY", "INVALID_FORMAT", "NONE", "PROMOTIONAL", "SCAM", "TAG_CONTENT_MISMATCH"];

    public static string Status(
        Template template, string status, string reason, (string Title, string Description)? other = null, long? disabledAt = null) => Value(template, json =>
    {
        json.WriteString("event", status);
        json.WriteString("reason", reason);
        json.WriteString("message_template_category", template.Category);
        if (other is { } info)
        {
            json.WriteStartObject("other_info");
            json.WriteString("title", info.Title);
            json.WriteString("description", info.Description);
            json.WriteEndObject();
        }

        if (disabledAt is { } at)
        {
            json.WriteStartObject("disable_info");
            json.WriteNumber("disable_date", at);
            json.WriteEndObject();
        }

        if (status == "REJECTED" && reason == "INVALID_FORMAT")
        {
            json.WriteStartObject("rejection_info");
            json.WriteString("reason", "The template's format is not valid.");
            json.WriteString("recommendation", "Check the variables and their examples, then edit the template.");
            json.WriteEndObject();
        }
    });

    public static string Quality(Template template, string previous) => Value(template, json =>
    {
        json.WriteString("previous_quality_score", previous);
        json.WriteString("new_quality_score", template.Quality);
    });

    public static string CategoryAnnounced(Template template, DateTimeOffset at) => Value(template, json =>
    {
        json.WriteString("correct_category", template.CorrectCategory);
        json.WriteString("new_category", template.Category);
        json.WriteNumber("category_update_timestamp", at.ToUnixTimeSeconds());
    });

    public static string CategoryDone(Template template) => Value(template, json =>
    {
        json.WriteString("previous_category", template.PreviousCategory);
        json.WriteString("new_category", template.Category);
    });

    public static string Components(Template template) => Value(template, json =>
    {
        foreach (var (kind, name) in new[] { ("BODY", "element"), ("HEADER", "title"), ("FOOTER", "footer") })
        {
            if (template.Parts.FirstOrDefault(part => part.Kind == kind) is { Text.Length: > 0 } part)
            {
                json.WriteString("message_template_" + name, part.Text);
            }
        }

        var buttons = template.Parts.Where(part => part.Kind == "BUTTON").ToList();
        if (buttons.Count == 0)
        {
            return;
        }

        json.WriteStartArray("message_template_buttons");
        foreach (var button in buttons)
        {
            json.WriteStartObject();
            json.WriteString("message_template_button_type", button.Format);
            json.WriteString("message_template_button_text", button.Text);
            if (button.Target.Length > 0)
            {
                json.WriteString(button.Format == "URL" ? "message_template_button_url" : "message_template_button_phone_number", button.Target);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    });

    private static string Value(Template template, Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteNumber("message_template_id", long.Parse(template.Id, CultureInfo.InvariantCulture));
            json.WriteString("message_template_name", template.Name);
            // With a hyphen here, with an underscore in the API.
            json.WriteString("message_template_language", template.Language.Replace('_', '-'));
            write(json);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}

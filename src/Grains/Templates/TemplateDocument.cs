using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace Mogambo.Templates;

/// <summary>A template as the API shows it (contract section 5), and what events say of it. Statuses in lower case, categories in upper.</summary>
internal static class TemplateDocument
{
    public static byte[] Of(string name, TemplateVersion version) => Write(json =>
    {
        WriteIdentity(json, name, version);
        WriteCategory(json, version);
        json.WriteString("parameter_format"u8, version.IsNamed ? "named"u8 : "positional"u8);
        json.WritePropertyName("components"u8);
        json.WriteRawValue(version.Components);
        if (version.MessageSendTtlSeconds is { } seconds)
        {
            json.WriteNumber("message_send_ttl_seconds"u8, seconds);
        }

        json.WriteBoolean("flagged"u8, version.IsFlagged);
        json.WriteBoolean("locked"u8, version.IsLocked);
        json.WriteStartArray("history"u8);
        foreach (var change in version.History)
        {
            json.WriteStartObject();
            json.WriteString("status"u8, TemplateWords.Of(change.Status));
            json.WriteString("at"u8, Time(change.At));
            json.WriteString("reason"u8, change.Reason);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteString("created_at"u8, Time(version.CreatedAt));
        json.WriteString("updated_at"u8, Time(version.ChangedAt));
    });

    /// <summary>The <c>data</c> of <c>template.status</c> and <c>template.category</c>.</summary>
    public static byte[] Event(string name, TemplateVersion? before, TemplateVersion after) => Write(json =>
    {
        WriteIdentity(json, name, after);
        WriteCategory(json, after);
        json.WriteString("previous_status"u8, before is null ? null : TemplateWords.Of(before.Status));
        json.WriteString("previous_category"u8, before is null ? null : TemplateWords.Of(before.Category));
        json.WriteBoolean("flagged"u8, after.IsFlagged);
        json.WriteBoolean("locked"u8, after.IsLocked);
    });

    private static void WriteIdentity(Utf8JsonWriter json, string name, TemplateVersion version)
    {
        json.WriteString("name"u8, name);
        json.WriteString("language"u8, version.Language);
        json.WriteString("id"u8, version.InstanceId);
        json.WriteString("status"u8, TemplateWords.Of(version.Status));
        json.WriteString("reason"u8, version.Reason);
        json.WriteString("quality"u8, version.Quality);
    }

    private static void WriteCategory(Utf8JsonWriter json, TemplateVersion version)
    {
        json.WriteString("category"u8, TemplateWords.Of(version.Category));
        json.WriteString("requested_category"u8, TemplateWords.Of(version.RequestedCategory));
        json.WriteBoolean("awaits_agreement"u8, version.AwaitsAgreement);
        json.WriteString("announced_category"u8, version.AnnouncedCategory is { } announced ? TemplateWords.Of(announced) : null);
    }

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFF'Z'", CultureInfo.InvariantCulture);

    private static byte[] Write(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(2048);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }
}

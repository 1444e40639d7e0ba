using System.Net;
using System.Text.Json;
using Mogambo.Messages;
using Mogambo.Templates;
using Mogambo.WhatsApp.Errors;
using Mogambo.WhatsApp.Json;

namespace Mogambo.WhatsApp.Cloud;

/// <summary>
/// What an answer about templates proves. An id or <c>success</c>: done. A Graph error body with a code, or <c>"success":false</c>: not
/// done. Anything else: nothing.
/// </summary>
internal static class TemplateAnswer
{
    private const int MaxTextLength = 1000;

    public static TemplateCallOutcome Read(ReadOnlyMemory<byte> answer, HttpStatusCode status)
    {
        try
        {
            using var document = JsonText.IsSound(answer.Span) ? JsonDocument.Parse(answer) : null;
            if (document is not null)
            {
                TemplateCallOutcome? outcome = ReadError(document.RootElement, status);
                if ((outcome ?? ReadDone(document.RootElement, status)) is { } proven)
                {
                    return proven;
                }
            }
        }
        catch (Exception e) when (e is JsonException or MalformedException)
        {
            // Not WhatsApp's: it proves nothing.
        }

        return new TemplateCallOutcome.Unknown($"HTTP {(int)status} without an answer of WhatsApp's");
    }

    /// <summary>A page of the list, and the cursor of the next; null if it is none.</summary>
    public static (IReadOnlyList<InstanceTemplate> Templates, string? After)? ReadPage(ReadOnlyMemory<byte> answer)
    {
        if (!JsonText.IsSound(answer.Span))
        {
            return null;
        }

        using var document = JsonDocument.Parse(answer);
        if (document.RootElement.Peek("data"u8) is not { ValueKind: JsonValueKind.Array } data)
        {
            return null;
        }

        var paging = document.RootElement.Peek("paging"u8);
        // The address of the next page is not followed, only its cursor is used: the token goes to the configured address alone.
        var after = paging?.PeekText("next"u8) is { Length: > 0 } ? paging?.Peek("cursors"u8)?.PeekText("after"u8) : null;
        return ([.. data.EnumerateArray().Select(ReadTemplate).OfType<InstanceTemplate>()], string.IsNullOrEmpty(after) ? null : after);
    }

    public static TemplateCallOutcome.Refused? ReadError(JsonElement answer, HttpStatusCode status)
    {
        if (answer.Peek("error"u8) is not { ValueKind: JsonValueKind.Object } error
            || error.WholeOf("code"u8) is not (>= int.MinValue and <= int.MaxValue and var code))
        {
            return answer.Peek("success"u8) is { ValueKind: JsonValueKind.False }
                ? new(0, Short(answer.PeekText("reason"u8) ?? "WhatsApp did not do it and gave no reason."), IsPassing: false)
                : null;
        }

        var subcode = error.WholeOf("error_subcode"u8);
        var words = error.PeekText("error_user_msg"u8) ?? error.Peek("error_data"u8)?.PeekText("details"u8) ?? error.PeekText("message"u8);
        var codes = subcode is null ? $"({code})" : $"({code}, {subcode})";
        var remedy = ErrorCatalogue.Explain((int)code, (int)status).Remedy;
        return new((int)code, Short($"{words} {codes}".Trim()), remedy is SendRemedy.TryAgain or SendRemedy.BackOff or SendRemedy.BackOffBriefly or SendRemedy.WaitMinutes);
    }

    private static TemplateCallOutcome.Accepted? ReadDone(JsonElement answer, HttpStatusCode status)
    {
        if ((int)status is < 200 or > 299)
        {
            return null;
        }

        var id = answer.IdOf("id"u8);
        return id is { Length: > 0 and <= 64 } || answer.Peek("success"u8) is { ValueKind: JsonValueKind.True }
            ? new(id, TemplateWords.Status(answer.PeekText("status"u8)), TemplateWords.Category(answer.PeekText("category"u8)))
            : null;
    }

    private static InstanceTemplate? ReadTemplate(JsonElement template)
    {
        try
        {
            var (id, name, language) = (template.IdOf("id"u8), template.TextOf("name"u8), template.TextOf("language"u8));
            return id is { Length: > 0 and <= 64 } && TemplateWords.IsName(name) && language is { Length: > 0 and <= 16 }
                ? new()
                {
                    InstanceId = id,
                    Id = new(name!, language.Replace('-', '_')),
                    Status = TemplateWords.Status(template.PeekText("status"u8)),
                    Category = TemplateWords.Category(template.PeekText("category"u8)),
                    Components = template.TryGetArray("components"u8, out var components) ? components.Raw().ToArray() : "[]"u8.ToArray(),
                    IsNamed = "named".Equals(template.PeekText("parameter_format"u8), StringComparison.OrdinalIgnoreCase),
                    Quality = template.Peek("quality_score"u8)?.PeekText("score"u8)?.ToUpperInvariant(),
                    Reason = template.PeekText("rejected_reason"u8) is { } reason && !reason.Equals("NONE", StringComparison.OrdinalIgnoreCase) ? Short(reason) : null,
                    MessageSendTtlSeconds = (int?)template.WholeOf("message_send_ttl_seconds"u8),
                }
                : null;
        }
        catch (MalformedException)
        {
            // One that does not read must not hide the others.
            return null;
        }
    }

    private static string Short(string text) => (text.Length > MaxTextLength ? text[..MaxTextLength] : text).Replace('\0', '\uFFFD');
}

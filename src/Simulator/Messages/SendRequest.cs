using System.Text.Json;
using System.Text.RegularExpressions;
using Mogambo.Simulator.Accounts;
using Mogambo.Simulator.Graph;

namespace Mogambo.Simulator.Messages;

/// <summary>A send whose form is right. What it holds lives as long as the document it was read from.</summary>
/// <param name="To">Key of the user: digits, or a business-scoped id.</param>
/// <param name="Input">The recipient as the caller wrote it.</param>
/// <param name="Content">The object named by the type.</param>
internal sealed partial record SendRequest(string To, string Input, string Type, JsonElement Content, string? Opaque, string? QuotedId)
{
    /// <summary>The request, or what is wrong with it.</summary>
    public static (SendRequest? Request, GraphError? Error) Parse(JsonElement body, Number from)
    {
        if (MessageShapes.Send.Check(body, "") is { } wrong)
        {
            return (null, wrong);
        }

        var type = TextOf(body, "type") ?? "text";
        if (!MessageShapes.ByType.ContainsKey(type))
        {
            return (null, GraphError.Of(131009, $"Param type must be one of {{{string.Join(", ", MessageShapes.ByType.Keys)}}}; got {type}."));
        }

        if (!body.TryGetProperty(type, out var content))
        {
            return (null, GraphError.Of(131008, $"The parameter {type} is required."));
        }

        foreach (var other in MessageShapes.ByType.Keys)
        {
            if (other != type && body.TryGetProperty(other, out _))
            {
                return (null, GraphError.Of(100, $"Unexpected key \"{other}\" on a message of type {type}."));
            }
        }

        var (to, input, error) = Recipient(body, from);
        if (error is not null || (error = CheckContent(type, content)) is not null)
        {
            return (null, error);
        }

        var quoted = body.TryGetProperty("context", out var context) ? TextOf(context, "message_id") : null;
        return (new(to!, input!, type, content, TextOf(body, "biz_opaque_callback_data"), quoted), null);
    }

    private static (string? To, string? Input, GraphError? Error) Recipient(JsonElement body, Number from)
    {
        // With both, `to` wins (fact sheet 7).
        if (TextOf(body, "to") is { } phone)
        {
            var digits = Separator().Replace(phone, "");
            return !Digits().IsMatch(digits) ? (null, null, GraphError.Of(131009, $"Param to is not a valid phone number: {phone}."))
                : digits == from.Display ? (null, null, GraphError.Of(131021, "The recipient is the sender."))
                : (digits, phone, null);
        }

        if (TextOf(body, "recipient") is { } userId)
        {
            return BusinessScopedId().IsMatch(userId)
                ? (userId, userId, null)
                : (null, null, GraphError.Of(131009, $"Param recipient is not a business-scoped user id: {userId}."));
        }

        return (null, null, GraphError.Of(131008, "The parameter to is required."));
    }

    private static GraphError? CheckContent(string type, JsonElement content) => type switch
    {
        "interactive" => InteractiveShapes.Check(content),
        "template" => TemplateShapes.Template.Check(content, "template"),
        "image" or "video" or "audio" or "document" or "sticker" => CheckFile(type, content),
        _ => null,
    };

    private static GraphError? CheckFile(string type, JsonElement content)
    {
        var hasId = content.TryGetProperty("id", out _);
        var hasLink = content.TryGetProperty("link", out var link);
        return !hasId && !hasLink ? GraphError.Of(131008, $"The parameter {type}.id or {type}.link is required.")
            : hasId && hasLink ? GraphError.Of(131009, $"Only one of {type}.id and {type}.link may be given.")
            : hasLink && (!Uri.TryCreate(link.GetString(), UriKind.Absolute, out var uri) || uri.Scheme is not ("https" or "http"))
                ? GraphError.Of(131009, $"Param {type}.link is not a valid address.")
            : null;
    }

    private static string? TextOf(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    [GeneratedRegex(@"[+\-() ]")]
    private static partial Regex Separator();

    [GeneratedRegex("^[0-9]{5,20}$")]
    private static partial Regex Digits();

    [GeneratedRegex(@"^[A-Z]{2}\.(ENT\.)?[A-Za-z0-9]{1,128}$")]
    private static partial Regex BusinessScopedId();
}

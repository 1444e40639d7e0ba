using System.Net;
using System.Text.Json;
using Mogambo.Messages;
using Mogambo.WhatsApp.Errors;
using Mogambo.WhatsApp.Json;

namespace Mogambo.WhatsApp.Cloud;

/// <summary>
/// What an answer proves. A message id: taken. A Graph error body with a code: not taken, whatever the HTTP status (fact sheet 14).
/// Anything else, a 200 or 500 from whoever stands between included: nothing.
/// </summary>
internal static class SendAnswer
{
    // Long enough for every detail WhatsApp gives, and bounded where it is stored.
    private const int MaxTextLength = 1000;

    public static SendOutcome Read(ReadOnlyMemory<byte> answer, HttpStatusCode status, TimeSpan? retryAfter)
    {
        try
        {
            using var document = JsonText.IsSound(answer.Span) ? JsonDocument.Parse(answer) : null;
            if (document is not null)
            {
                var taken = ReadTaken(document.RootElement, status);
                var error = ReadError(document.RootElement, status, retryAfter);
                if (taken is null != error is null)
                {
                    return taken is null ? error! : taken;
                }
            }
        }
        catch (Exception e) when (e is JsonException or MalformedException)
        {
            // Not WhatsApp's: it proves nothing.
        }

        return new SendOutcome.Unknown($"HTTP {(int)status} without an answer of WhatsApp's");
    }

    private static SendOutcome.Accepted? ReadTaken(JsonElement answer, HttpStatusCode status)
    {
        if ((int)status is < 200 or > 299
            || answer.Peek("messages"u8) is not { ValueKind: JsonValueKind.Array } messages
            || messages.GetArrayLength() == 0
            || messages[0].PeekText("id"u8) is not { Length: > 0 and <= 512 } wamid)
        {
            return null;
        }

        var contact = answer.Peek("contacts"u8) is { ValueKind: JsonValueKind.Array } contacts && contacts.GetArrayLength() > 0
            ? contacts[0].PeekText("wa_id"u8)
            : null;
        return new SendOutcome.Accepted(wamid) { WaId = string.IsNullOrEmpty(contact) ? null : contact };
    }

    private static SendOutcome.NotAccepted? ReadError(JsonElement answer, HttpStatusCode status, TimeSpan? retryAfter)
    {
        if (answer.Peek("error"u8) is not { ValueKind: JsonValueKind.Object } error
            || error.WholeOf("code"u8) is not (>= int.MinValue and <= int.MaxValue and var number))
        {
            return null;
        }

        var code = (int)number;
        var meaning = ErrorCatalogue.Explain(code, (int)status);
        var details = string.Join(' ', new[]
        {
            error.Peek("error_data"u8)?.PeekText("details"u8) ?? error.PeekText("error_user_msg"u8),
            error.PeekText("fbtrace_id"u8) is { Length: > 0 } trace ? $"(fbtrace_id {trace})" : null,
        }.Where(text => !string.IsNullOrWhiteSpace(text)));
        return new SendOutcome.NotAccepted(
            meaning.Describe(code, Short(error.PeekText("message"u8)), Short(details)),
            meaning.Remedy)
        { RetryAfter = retryAfter };
    }

    private static string? Short(string? text) =>
        (text is { Length: > MaxTextLength } ? text[..MaxTextLength] : text)?.Replace('\0', '\uFFFD');
}

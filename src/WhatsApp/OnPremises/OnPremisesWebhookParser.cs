using System.Text.Json;
using Mogambo.Accounts;
using Mogambo.WhatsApp.Errors;
using Mogambo.WhatsApp.Json;
using Mogambo.WhatsApp.Webhooks;

namespace Mogambo.WhatsApp.OnPremises;

/// <summary>Parses the flat bodies of On-Premises webhooks, which name neither account nor number (fact sheet 15.10).</summary>
public static class OnPremisesWebhookParser
{
    /// <summary>Parses any bytes and never throws; one bad message or status spoils none of the others.</summary>
    /// <param name="body">The bytes as they came, up to 4 MiB; they may be reused once the call returns.</param>
    /// <param name="number">The number of the instance that called, told by the address it calls.</param>
    /// <param name="accountId">The number's account; becomes the <see cref="WebhookChange.EntryId"/>.</param>
    public static WebhookBody Parse(ReadOnlyMemory<byte> body, PhoneNumberId number, string accountId)
    {
        try
        {
            using var document = JsonDocument.Parse(body, new() { MaxDepth = DepthGuard.MaxChangeDepth });
            return Read(document.RootElement, JsonText.IsSound(body.Span), number, accountId);
        }
        catch (JsonException)
        {
            return Whole(WebhookParser.InvalidJson, "the body is not JSON, or nested too deep");
        }
        catch (Exception e) when (e is MalformedException or InvalidOperationException)
        {
            return Whole(WebhookParser.Malformed, WebhookParser.DetailsOf(e));
        }

        WebhookBody Whole(string reason, string details) => new([], [new(accountId, reason, details, body.ToArray())]);
    }

    private static WebhookBody Read(JsonElement root, bool sound, PhoneNumberId number, string accountId)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            throw new MalformedException("the body is not an object");
        }

        var parts = new ValueParts(root, sound, new UpdateCount().Add);
        var messages = parts.Read("messages"u8, message => MessageReader.Read(message, number, parts.Contacts));
        var statuses = parts.Read("statuses"u8, StatusReader.ReadOnPremises);
        var errors = parts.Read("errors"u8, error => ReportedError.Read(error, OnPremisesErrors.Explain).Error);
        var moving = statuses.OfType<OnPremisesStatus>().ToList();
        var value = new MessagesValue(number, messages, [], statuses.Count - moving.Count, errors) { OnPremisesStatuses = moving };
        var change = new WebhookChange(accountId, EntryTime: null, "messages", parts.WithoutMalformed() ?? root.Raw().ToArray(), value);
        return new(
            [change],
            [.. parts.Malformed.Select(part => new MalformedPart(
                accountId, WebhookParser.Malformed, $"{part.List}: {part.Details}", parts.Only(part)))]);
    }
}

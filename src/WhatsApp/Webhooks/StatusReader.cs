using System.Text.Json;
using Mogambo.Accounts;
using Mogambo.Conversations;
using Mogambo.Messages;
using Mogambo.WhatsApp.Errors;
using Mogambo.WhatsApp.Json;
using Mogambo.WhatsApp.OnPremises;

namespace Mogambo.WhatsApp.Webhooks;

/// <summary>Reads one element of <c>statuses</c> (fact sheet 5, 15.10).</summary>
internal static class StatusReader
{
    /// <returns>Null for one that moves nothing: not an attempt of ours, or a word that is none of ours.</returns>
    /// <exception cref="MalformedException">No id, no status, no timestamp between 2010 and 2100, or members of wrong types.</exception>
    public static StatusUpdate? Read(JsonElement status, PhoneNumberId number)
    {
        var wamid = MessageReader.IdOf(status);
        var word = StatusOf(status.RequiredText("status"u8));
        var at = status.RequiredTime("timestamp"u8);
        if (word == MessageStatus.None || !AttemptId.TryParse(OpaqueOf(status), null, out var attempt))
        {
            return null;
        }

        var reported = ErrorOf(status, word, code => ErrorCatalogue.Explain(code));
        return new()
        {
            Attempt = attempt,
            Number = number,
            Wamid = wamid,
            Status = word,
            At = at,
            Error = reported?.Error,
            Remedy = reported?.Remedy ?? SendRemedy.Fail,
            Pricing = PricingOf(status),
            Recipient = RecipientOf(status),
        };
    }

    /// <inheritdoc cref="Read"/>
    public static OnPremisesStatus? ReadOnPremises(JsonElement status)
    {
        var id = MessageReader.IdOf(status);
        var word = StatusOf(status.RequiredText("status"u8));
        var at = status.RequiredTime("timestamp"u8);
        if (word == MessageStatus.None)
        {
            return null;
        }

        var reported = ErrorOf(status, word, OnPremisesErrors.Explain);
        return new(
            id,
            UserId.TryParse(status.TextOf("recipient_id"u8), null, out var recipient) ? recipient : null,
            word,
            at,
            reported?.Error,
            reported?.Remedy ?? SendRemedy.Fail,
            PricingOf(status));
    }

    private static MessageStatus StatusOf(string word) => word switch
    {
        "sent" => MessageStatus.Sent,
        "delivered" => MessageStatus.Delivered,
        "read" => MessageStatus.Read,
        "played" => MessageStatus.Played,
        "failed" => MessageStatus.Failed,
        _ => MessageStatus.None,
    };

    // Others put there what they like, so a wrong type is not ours rather than malformed.
    private static string? OpaqueOf(JsonElement status) => status.PeekText("biz_opaque_callback_data"u8);

    private static UserId? RecipientOf(JsonElement status) =>
        UserId.TryParse(status.PeekText("recipient_id"u8) ?? status.PeekText("recipient_user_id"u8), null, out var user) ? user : null;

    private static byte[]? PricingOf(JsonElement status) =>
        status.Peek("pricing"u8) is { ValueKind: JsonValueKind.Object } pricing ? pricing.Raw().ToArray() : null;

    // That it failed is what matters: an error that does not read as one takes nothing from it.
    private static ReportedError? ErrorOf(JsonElement status, MessageStatus word, Func<int, ErrorMeaning> explain)
    {
        if (word != MessageStatus.Failed)
        {
            return null;
        }

        try
        {
            return status.TryGetArray("errors"u8, out var errors) && errors.GetArrayLength() > 0
                ? ReportedError.Read(errors[0], explain)
                : ReportedError.WithoutReason;
        }
        catch (MalformedException)
        {
            return ReportedError.WithoutReason;
        }
    }
}

using System.Text.Json;
using Mogambo.Accounts;
using Mogambo.Messages;
using Mogambo.WhatsApp.Errors;
using Mogambo.WhatsApp.Json;

namespace Mogambo.WhatsApp.Webhooks;

/// <summary>Reads the value of the fields <c>messages</c> and <c>standby</c> (fact sheet 4, 5).</summary>
internal static class MessagesReader
{
    /// <exception cref="MalformedException">No number, or its lists are none.</exception>
    public static MessagesValue Read(ValueParts parts)
    {
        var number = NumberOf(parts.Value);
        var messages = parts.Read("messages"u8, message => MessageReader.Read(message, number, parts.Contacts));
        List<SeenUser> recipients = [];
        var statuses = parts.Read("statuses"u8, status =>
        {
            var read = StatusReader.Read(status, number);
            if (SeenUser.OfRecipient(status) is { } recipient)
            {
                recipients.Add(recipient);
            }

            return read;
        });
        var errors = parts.Read("errors"u8, error => ReportedError.Read(error, code => ErrorCatalogue.Explain(code)).Error);
        var ours = statuses.OfType<StatusUpdate>().ToList();
        return new(number, messages, ours, statuses.Count - ours.Count, errors) { Recipients = recipients };
    }

    /// <exception cref="MalformedException">The value names no number.</exception>
    public static PhoneNumberId NumberOf(JsonElement value) =>
        value.TryGetObject("metadata"u8, out var metadata)
        && PhoneNumberId.TryParse(metadata.IdOf("phone_number_id"u8), null, out var number)
            ? number
            : throw new MalformedException("metadata.phone_number_id is missing");
}

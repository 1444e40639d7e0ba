using System.Text.Json;
using Mogambo.Simulator.Accounts;
using Mogambo.Simulator.Chats;
using Mogambo.Simulator.Graph;
using Mogambo.Simulator.Ledger;
using Mogambo.Simulator.Phone;

namespace Mogambo.Simulator.Messages;

/// <summary>Read receipts and typing (fact sheet 8.5): blue ticks and three dots on the phone.</summary>
internal sealed class ReceiptEndpoint(ChatBook chats, LedgerFile ledger, PhoneEvents events)
{
    public async Task HandleAsync(HttpContext http, Number number, JsonElement body)
    {
        if (MessageShapes.Receipt.Check(body, "") is { } wrong)
        {
            await wrong.WriteAsync(http.Response);
            return;
        }

        var id = body.GetProperty("message_id").GetString()!;
        if (!id.StartsWith("wamid.", StringComparison.Ordinal))
        {
            await GraphError.Of(131009, $"Param message_id is not the id of a message: {id}.").WriteAsync(http.Response);
            return;
        }

        // An id the phone has forgotten is still answered with success: only its ticks are lost.
        if (chats.TryFindWriter(id, out var user))
        {
            chats.MarkReadUpTo(user, id, number.Id);
            if (body.TryGetProperty("typing_indicator", out _))
            {
                events.Typing(user);
            }
        }

        await ledger.RecordAsync(new("read") { ItemId = id, User = user?.Key, Number = number.Id });
        await http.Response.WriteSuccessAsync();
    }
}

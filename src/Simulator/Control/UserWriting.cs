using System.Text.Json;
using Mogambo.Simulator.Chats;
using Mogambo.Simulator.Ledger;
using Mogambo.Simulator.Webhooks;

namespace Mogambo.Simulator.Control;

/// <summary>Makes a user's message: on the phone, in the ledger, and as the update to post.</summary>
internal sealed class UserWriting(ChatBook chats, WindowBook windows, LedgerFile ledger, Counters counters)
{
    /// <summary>Types that are notices rather than something the user says (fact sheet 11.1).</summary>
    private static readonly string[] OpenNothing = ["system", "edit", "revoke"];

    public async Task<UserMessage> GenerateAsync(WrittenMessage written)
    {
        var user = chats.GetOrAdd(written.User, written.Name);
        var update = new UserMessage(
            written.To, user, written.Id ?? MessageIds.New(user, fromUser: true), written.At, written.Type, written.Content, written.Context);
        Show(update);
        Interlocked.Increment(ref counters.Generated);
        await ledger.RecordAsync(new("gen")
        {
            ItemId = update.Id,
            User = user.Key,
            Number = update.To.Id,
            Timestamp = update.At,
            Name = user.Name,
            Category = update.Type,
            Count = written.Copies,
            Content = update.Context is null ? update.Content : $"{{\"$context\":{update.Context},\"$content\":{update.Content}}}",
        });
        return update;
    }

    /// <summary>Puts it on the phone; also how a restart brings it back.</summary>
    public void Show(UserMessage update)
    {
        if (!OpenNothing.Contains(update.Type))
        {
            windows.UserWrote(update.To.Id, update.From.Key, update.At);
        }

        if (update.Type == "reaction")
        {
            using var reaction = JsonDocument.Parse(update.Content);
            if (reaction.RootElement.TryGetProperty("message_id", out var target))
            {
                chats.React(update.From, target.ToString(), reaction.RootElement.TryGetProperty("emoji", out var emoji) ? emoji.ToString() : null);
            }

            return;
        }

        chats.Add(update.From, new(update.Id, update.To.Id, IsFromUser: true, update.Type, update.Content, update.At) { QuotedId = QuotedBy(update.Context) });
    }

    private static string? QuotedBy(string? context)
    {
        if (context is null)
        {
            return null;
        }

        using var document = JsonDocument.Parse(context);
        return document.RootElement.TryGetProperty("id", out var id) ? id.ToString() : null;
    }
}

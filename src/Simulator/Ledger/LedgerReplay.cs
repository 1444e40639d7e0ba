using System.Text.Json;
using Mogambo.Simulator.Accounts;
using Mogambo.Simulator.Chats;
using Mogambo.Simulator.Control;
using Mogambo.Simulator.Graph;
using Mogambo.Simulator.Messages;
using Mogambo.Simulator.Templates;
using Mogambo.Simulator.Webhooks;

namespace Mogambo.Simulator.Ledger;

/// <summary>
/// Reads an existing ledger at start: users, chats with ticks, windows and templates come back, and webhooks that were
/// never acknowledged are posted again, as WhatsApp would after an outage of its own.
/// </summary>
internal sealed class LedgerReplay(
    SimulatorOptions options, AccountBook accounts, ChatBook chats, WindowBook windows, UserWriting writing, TemplateBook templates,
    TemplateReview review, WebhookSender sender, TimeProvider time)
{
    private readonly Dictionary<(string Id, string? Status), Update> _unacknowledged = [];

    /// <summary>How many lines there are, and whether the last one was cut off in the middle.</summary>
    public static long CountLines(string? path)
    {
        if (path is null || !File.Exists(path))
        {
            return 0;
        }

        using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite);
        var (lines, last, buffer) = (0L, (byte)'\n', new byte[1 << 16]);
        for (int read; (read = file.Read(buffer)) > 0;)
        {
            lines += buffer.AsSpan(0, read).Count((byte)'\n');
            last = buffer[read - 1];
        }

        if (last != (byte)'\n')
        {
            // A line that was cut off by a crash must not swallow the next one.
            file.WriteByte((byte)'\n');
            lines++;
        }

        return lines;
    }

    /// <summary>Call before the first request; gives back how many webhooks are posted again.</summary>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        if (options.Ledger is null || !File.Exists(options.Ledger))
        {
            return 0;
        }

        using var lines = new StreamReader(new FileStream(options.Ledger, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        while (await lines.ReadLineAsync(cancellationToken) is { } line)
        {
            try
            {
                using var document = JsonDocument.Parse(line);
                Apply(document.RootElement);
            }
            catch (Exception unreadable) when (unreadable is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
            {
                // Cut off by a crash, or written by another version: the other lines still count.
            }
        }

        review.Resume();
        var youngest = (time.GetUtcNow() - options.RetryFor).ToUnixTimeSeconds();
        var again = _unacknowledged.Values.Where(update => update is not UserMessage message || message.At >= youngest).ToList();
        again.ForEach(update => sender.Post([update]));
        return again.Count;
    }

    private void Apply(JsonElement line)
    {
        switch (line.GetProperty("kind").GetString())
        {
            case "user":
                Known(line);
                break;
            case "gen" when line.TryGetProperty("content", out var content):
                Generated(line, content);
                break;
            case "ack" or "status_ack":
                Acknowledged(line);
                break;
            case "read":
                if (Text(line, "user") is { } reader && chats.Find(reader) is { } user)
                {
                    chats.MarkReadUpTo(user, Text(line, "item_id"), Text(line, "number")!);
                }

                break;
            case "send_decision" when line.TryGetProperty("content", out var content):
                Accepted(line, content);
                break;
            case "status_emit":
                Emitted(line);
                break;
            case "preference" when chats.Find(Text(line, "user")!) is { } chooser:
                chats.Prefer(chooser, Text(line, "number")!, Text(line, "decision") == "stop");
                break;
            case "update" when line.TryGetProperty("content", out var value):
                Reported(line, value);
                break;
            case "template":
                templates.Restore(Text(line, "number")!, line.GetProperty("content"));
                break;
            case "forget":
                Forget();
                break;
        }
    }

    private void Known(JsonElement line)
    {
        var user = chats.GetOrAdd(Text(line, "user")!, Text(line, "name"));
        if (line.TryGetProperty("content", out var traits))
        {
            chats.Give(user, UserTraits.Usual.Changed(traits));
        }
    }

    private void Reported(JsonElement line, JsonElement value)
    {
        var number = accounts.Number(Text(line, "number")!);
        if ((number?.Account ?? accounts.Account(Text(line, "number")!)) is not { } account)
        {
            return;
        }

        var whose = Text(line, "user") is { } user ? chats.GetOrAdd(user) : null;
        var update = new FieldUpdate(account, Text(line, "item_id")!, Text(line, "name")!, CompactJson.Of(value), number, whose);
        _unacknowledged[(update.Id, null)] = update;
    }

    private void Generated(JsonElement line, JsonElement content)
    {
        if (accounts.Number(Text(line, "number")!) is not { } number)
        {
            return;
        }

        string? context = null;
        if (content.ValueKind == JsonValueKind.Object && content.TryGetProperty("$context", out var kept))
        {
            context = CompactJson.Of(kept);
            content = content.GetProperty("$content");
        }

        var update = new UserMessage(
            number, chats.GetOrAdd(Text(line, "user")!, Text(line, "name")), Text(line, "item_id")!, Whole(line, "timestamp"),
            Text(line, "category")!, CompactJson.Of(content), context);
        writing.Show(update);
        chats.Mark(update.From, update.Id, Tick.Sent);
        _unacknowledged[(update.Id, null)] = update;
    }

    private void Acknowledged(JsonElement line)
    {
        var (id, status) = (Text(line, "item_id")!, Text(line, "status"));
        if (_unacknowledged.Remove((id, status), out var update) && update is UserMessage message)
        {
            chats.Mark(message.From, id, Tick.Delivered);
        }
    }

    private void Accepted(JsonElement line, JsonElement content)
    {
        var (number, type) = (Text(line, "number")!, Text(line, "name")!);
        var user = chats.GetOrAdd(Text(line, "user")!);
        chats.MarkReadUpTo(user, null, number);
        if (type == "reaction")
        {
            chats.React(user, content.GetProperty("message_id").GetString()!, content.GetProperty("emoji").GetString());
        }
        else
        {
            chats.Add(user, new(Text(line, "item_id")!, number, IsFromUser: false, type, CompactJson.Of(content), Whole(line, "timestamp")));
        }
    }

    private void Emitted(JsonElement line)
    {
        var (id, status) = (Text(line, "item_id")!, Text(line, "status")!);
        if (accounts.Number(Text(line, "number")!) is not { } number)
        {
            return;
        }

        var user = chats.GetOrAdd(Text(line, "user")!);
        var code = (int)Whole(line, "code");
        var tick = status switch { "sent" => Tick.Sent, "delivered" => Tick.Delivered, "read" => Tick.Read, _ => Tick.Failed };
        chats.Mark(user, id, tick, code);
        _unacknowledged[(id, status)] = new StatusUpdate(
            number, user, id, status, Whole(line, "timestamp"), Text(line, "category") ?? "service", Text(line, "price") ?? Price.Regular, Text(line, "opaque"),
            code == 0 ? null : GraphError.Of(code, ""));
    }

    private void Forget()
    {
        _unacknowledged.Clear();
        chats.Clear();
        windows.Clear();
        templates.Clear();
    }

    private static string? Text(JsonElement line, string name) => line.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static long Whole(JsonElement line, string name) => line.TryGetProperty(name, out var value) ? value.GetInt64() : 0;
}

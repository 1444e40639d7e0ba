using System.Globalization;
using Mogambo.Simulator.Accounts;
using Mogambo.Simulator.Chats;
using Mogambo.Simulator.Ledger;
using Mogambo.Simulator.Media;
using Mogambo.Simulator.Messages;
using Mogambo.Simulator.Templates;

namespace Mogambo.Simulator.Control;

/// <summary>What was seen, and forgetting it.</summary>
internal sealed class RecordControl(
    SendLog sends, LedgerFile ledger, ChatBook chats, WindowBook windows, SendLimits limits, PortfolioLimit portfolio, TemplateBook templates, MediaShelf media,
    AccountBook accounts, SimulatorOptions options)
{
    public Task SendsAsync(HttpContext http)
    {
        if (!TryReadAfter(http, out var after))
        {
            return ControlAnswer.WrongAsync(http, "after is the seq of a send.");
        }

        var user = http.Request.Query["user"].ToString();
        return ControlAnswer.WriteAsync(http, json => sends.Write(json, after, user.Length > 0 ? user : null));
    }

    /// <summary>The lines after a line number, as they are in the file.</summary>
    public async Task LedgerAsync(HttpContext http)
    {
        if (ledger.Path is null)
        {
            await ControlAnswer.WrongAsync(http, "No ledger is kept; start the simulator with --ledger path.", StatusCodes.Status404NotFound);
            return;
        }

        if (!TryReadAfter(http, out var after))
        {
            await ControlAnswer.WrongAsync(http, "after is a line number.");
            return;
        }

        http.Response.ContentType = "application/x-ndjson";
        using var lines = new StreamReader(new FileStream(ledger.Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        for (var number = 1L; await lines.ReadLineAsync(http.RequestAborted) is { } line; number++)
        {
            if (number > after)
            {
                await http.Response.WriteAsync(line + "\n", http.RequestAborted);
            }
        }
    }

    /// <summary>What the phone page has to know. No secrets.</summary>
    public Task SettingsAsync(HttpContext http) => ControlAnswer.WriteAsync(http, json =>
    {
        json.WriteStartObject();
        json.WriteString("webhook_url", options.WebhookUrl);
        json.WriteNumber("seed", options.Seed ?? 0);
        json.WriteNumber("template_review_ms", options.TemplateReview.TotalMilliseconds);
        json.WriteStartArray("numbers");
        foreach (var number in accounts.All.SelectMany(account => account.Numbers))
        {
            json.WriteStartObject();
            json.WriteString("id", number.Id);
            json.WriteString("display", number.Display);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    });

    public async Task ForgetAsync(HttpContext http)
    {
        await ledger.RecordAsync(new("forget"));
        chats.Clear();
        windows.Clear();
        limits.Clear();
        portfolio.Clear();
        sends.Clear();
        media.Clear();
        templates.Clear();
        http.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private static bool TryReadAfter(HttpContext http, out long after)
    {
        after = 0;
        return http.Request.Query["after"].ToString() is not { Length: > 0 } text || long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out after);
    }
}

using System.Security.Cryptography;
using System.Text;
using Mogambo.Simulator.Accounts;
using Mogambo.Simulator.Chats;
using Mogambo.Simulator.Faults;
using Mogambo.Simulator.Graph;
using Mogambo.Simulator.Ledger;
using Mogambo.Simulator.Webhooks;

namespace Mogambo.Simulator.Messages;

/// <summary><c>POST /{version}/{phone_number_id}/messages</c>: checks a message as the Cloud API does and accepts it (fact sheet 8).</summary>
internal sealed class SendEndpoint(
    SimulatorOptions options, ChatBook chats, WindowBook windows, SendLimits limits, Delivery delivery, TemplateSend templates, ReceiptEndpoint receipts,
    StatusReporter statuses, FaultBoard faults, LedgerFile ledger, SendLog log, Counters counters, TimeProvider time)
{
    public async Task HandleAsync(HttpContext http, Number number)
    {
        using var document = await RequestBody.ReadObjectAsync(http.Request, http.RequestAborted);
        if (document is null)
        {
            await RefuseAsync(http, number, null, GraphError.Of(100, "The body is not a JSON object."), null);
            return;
        }

        if (document.RootElement.TryGetProperty("status", out _))
        {
            await receipts.HandleAsync(http, number, document.RootElement);
            return;
        }

        var (request, error) = SendRequest.Parse(document.RootElement, number);
        if (request is null)
        {
            await RefuseAsync(http, number, null, error!, null);
            return;
        }

        Note(number, request);
        if (await FailOnPurposeAsync(http, number, request))
        {
            return;
        }

        var (category, content, refusal) = Judge(number, request);
        if (refusal is not null)
        {
            await RefuseAsync(http, number, request, refusal, null);
            return;
        }

        await AcceptAsync(http, number, request, category, content);
    }

    /// <summary>Limits and templates refuse at once; a closed window does so only when configured.</summary>
    private (string Category, string Content, GraphError? Refusal) Judge(Number number, SendRequest request)
    {
        if (limits.Take(number.Id, KeyOf(request)) is { } limit)
        {
            return ("", "", limit);
        }

        if (request.Type == "template")
        {
            var toPhone = !request.To.Contains('.', StringComparison.Ordinal);
            var (template, rendered, error) = templates.Resolve(request.Content, number.Account, toPhone);
            return (template?.Category.ToLowerInvariant() ?? "", rendered, error);
        }

        return options.WindowRefusal == WindowRefusal.Sync && !windows.IsOpen(number.Id, KeyOf(request))
            ? ("", "", Delivery.WindowClosed)
            : ("service", CompactJson.Of(request.Content), null);
    }

    private async Task AcceptAsync(HttpContext http, Number number, SendRequest request, string category, string content)
    {
        var user = chats.GetOrAdd(request.To);
        var id = MessageIds.New(user, fromUser: false);
        var failure = delivery.FailureOf(number, user, category);
        var price = Price.TypeOf(category, windows.IsOpen(number.Id, user.Key), time.GetUtcNow());
        var fault = Draw(FaultKind.DropAfter, number, request) ?? Draw(FaultKind.Garbage, number, request, "text200");
        var decision = (fault?.Kind, fault?.Mode) switch
        {
            (FaultKind.DropAfter, "silence") => new SendDecision("silent-after-accept", 0, 0, "drop_after", id),
            (FaultKind.DropAfter, _) => new SendDecision("dropped-after-accept", 0, 0, "drop_after", id),
            (FaultKind.Garbage, _) => new SendDecision("garbage-after-accept", 200, 0, "garbage", id),
            _ => new SendDecision("accepted", 200, 0, null, id),
        };

        Show(user, number, request, id, content);
        await DecideAsync(number, request, decision, category, content);
        Interlocked.Increment(ref counters.SendsAccepted);
        var accepted = new AcceptedMessage(number, user, id, category, price, request.Opaque, failure, HasTicks: request.Type != "reaction");
        if (Draw(FaultKind.StatusBeforeAnswer, number, request) is not null)
        {
            await statuses.ReportNowAsync(accepted);
        }
        else
        {
            statuses.Report(accepted);
        }

        if (Draw(FaultKind.Delay, number, request) is { } late)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(late.Ms), time, http.RequestAborted);
        }

        await AnswerAsync(http, request, user, decision);
    }

    private static async Task AnswerAsync(HttpContext http, SendRequest request, User user, SendDecision decision)
    {
        switch (decision.Word)
        {
            case "dropped-after-accept":
                http.Abort();
                return;
            case "silent-after-accept":
                await Silence.KeepAsync(http);
                return;
            case "garbage-after-accept":
                await http.Response.WriteAsync("{\"messages\":[{\"id\":");
                return;
            default:
                await http.Response.WriteJsonAsync(200, (request, user, decision.Id!), SendAnswer.Write);
                return;
        }
    }

    /// <summary>The faults that keep a message from being accepted. True: the request is dealt with.</summary>
    private async Task<bool> FailOnPurposeAsync(HttpContext http, Number number, SendRequest request)
    {
        if (Draw(FaultKind.DropBefore, number, request) is not null)
        {
            await DecideAsync(number, request, new("dropped-before", 0, 0, "drop_before"), null, null);
            http.Abort();
            return true;
        }

        if (Draw(FaultKind.Hang, number, request) is not null)
        {
            await DecideAsync(number, request, new("hung", 0, 0, "hang"), null, null);
            await Silence.KeepAsync(http);
            return true;
        }

        if (Draw(FaultKind.Garbage, number, request, "html500") is not null)
        {
            await DecideAsync(number, request, new("garbage", 500, 0, "garbage"), null, null);
            http.Response.StatusCode = 500;
            http.Response.ContentType = "text/html";
            await http.Response.WriteAsync("<html><body><h1>Sorry, something went wrong.</h1></body></html>");
            return true;
        }

        if (Draw(FaultKind.Error, number, request) is { } error)
        {
            await RefuseAsync(http, number, request, GraphError.Of(error.Code, "Simulated error.", error.Http), "error");
            return true;
        }

        return false;
    }

    private FaultRule? Draw(FaultKind kind, Number number, SendRequest request, string? mode = null) =>
        faults.Draw(kind, request.To, number.Id, mode);

    private async Task RefuseAsync(HttpContext http, Number number, SendRequest? request, GraphError error, string? mode)
    {
        await DecideAsync(number, request, new("refused", error.Http, error.Code, mode), null, null);
        Interlocked.Increment(ref counters.SendsRefused);
        await error.WriteAsync(http.Response);
    }

    private void Show(User user, Number number, SendRequest request, string id, string content)
    {
        chats.MarkReadUpTo(user, null, number.Id);
        if (request.Type == "reaction")
        {
            chats.React(user, request.Content.GetProperty("message_id").GetString()!, request.Content.GetProperty("emoji").GetString());
            return;
        }

        chats.Add(user, new(id, number.Id, IsFromUser: false, request.Type, content, time.GetUtcNow().ToUnixTimeSeconds()) { QuotedId = request.QuotedId });
    }

    private void Note(Number number, SendRequest request)
    {
        if (ledger.IsOn)
        {
            ledger.Note(new("send_req")
            {
                User = request.To,
                Number = number.Id,
                Opaque = request.Opaque,
                Category = request.Type,
                TextSha256 = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
                    request.Type == "text" ? request.Content.GetProperty("body").GetString()! : request.Content.GetRawText()))),
            });
        }
    }

    /// <summary>Written down before the answer is given, so no accepted message is unknown to the witness.</summary>
    private Task DecideAsync(Number number, SendRequest? request, SendDecision decision, string? category, string? content)
    {
        if (decision.Word is "dropped-before" or "hung")
        {
            Interlocked.Increment(ref counters.SendsDropped);
        }

        log.Add(time.GetUtcNow(), number.Id, request?.To, request?.Type, request?.Opaque, decision);
        return ledger.RecordAsync(new("send_decision")
        {
            ItemId = decision.Id,
            User = request?.To,
            Number = number.Id,
            Opaque = request?.Opaque,
            HttpStatus = decision.Http,
            Code = decision.Code,
            Mode = decision.Mode,
            Decision = decision.Word,
            Category = category,
            Name = request?.Type,
            Timestamp = time.GetUtcNow().ToUnixTimeSeconds(),
            Content = content,
        });
    }

    private string KeyOf(SendRequest request) => chats.Find(request.To)?.Key ?? request.To;
}

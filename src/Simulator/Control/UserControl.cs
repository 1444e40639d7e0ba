using Mogambo.Simulator.Accounts;
using Mogambo.Simulator.Chats;
using Mogambo.Simulator.Graph;
using Mogambo.Simulator.Webhooks;

namespace Mogambo.Simulator.Control;

/// <summary>The users: who there is, what their phones show, and what they write.</summary>
internal sealed class UserControl(
    ChatBook chats, AccountBook accounts, UserWriting writing, WebhookSender sender, TimeProvider time)
{
    /// <summary>How long an answer waits for a webhook that is not acknowledged; its redelivery goes on.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    public Task ListAsync(HttpContext http) => ControlAnswer.WriteAsync(http, json =>
    {
        json.WriteStartArray();
        foreach (var user in chats.Users)
        {
            user.WriteSummary(json);
        }

        json.WriteEndArray();
    });

    public Task ChatAsync(HttpContext http)
    {
        var id = (string)http.Request.RouteValues["user"]!;
        return chats.Find(id) is { } user
            ? ControlAnswer.WriteAsync(http, user.WriteMessages)
            : ControlAnswer.WrongAsync(http, $"There is no user {id}.", StatusCodes.Status404NotFound);
    }

    /// <summary>A user writes: the signed webhook goes out, and the answer tells what became of it.</summary>
    public async Task WriteAsync(HttpContext http)
    {
        using var body = await RequestBody.ReadObjectAsync(http.Request, http.RequestAborted);
        if (body is null)
        {
            await ControlAnswer.WrongAsync(http, "The body is not a JSON object.");
            return;
        }

        WrittenMessage written;
        try
        {
            written = WrittenMessage.Parse((string)http.Request.RouteValues["user"]!, body.RootElement, accounts, time.GetUtcNow());
        }
        catch (FormatException wrong)
        {
            await ControlAnswer.WrongAsync(http, wrong.Message);
            return;
        }

        var startedAt = time.GetTimestamp();
        var update = await writing.GenerateAsync(written);
        var delivery = sender.DeliverAsync([update], written.Copies);
        var result = new DeliveryResult(false, 0, 0);
        if (written.Wait && await Task.WhenAny(delivery, Task.Delay(LongestWait, time, http.RequestAborted)) == delivery)
        {
            result = await delivery;
        }

        await ControlAnswer.WriteAsync(http, json =>
        {
            json.WriteStartObject();
            json.WriteString("id", update.Id);
            json.WriteString("user", update.From.Key);
            json.WriteBoolean("acknowledged", result.Acknowledged);
            json.WriteNumber("status", result.Status);
            json.WriteNumber("attempts", result.Attempts);
            json.WriteNumber("ms", Math.Round(time.GetElapsedTime(startedAt).TotalMilliseconds, 2));
            json.WriteEndObject();
        });
    }
}

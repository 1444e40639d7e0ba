using System.Buffers;
using System.Text;
using System.Text.Json;
using Mogambo.Simulator.Accounts;
using Mogambo.Simulator.Chats;
using Mogambo.Simulator.Graph;
using Mogambo.Simulator.Ledger;
using Mogambo.Simulator.Webhooks;

namespace Mogambo.Simulator.Control;

/// <summary>Who has a phone, what is special about them, and whether they want marketing.</summary>
internal sealed class UserTraitControl(ChatBook chats, AccountBook accounts, LedgerFile ledger, FieldReporter reporter, TimeProvider time)
{
    private static readonly string[] Known = ["id", "name", "on_whatsapp", "marketing_capped", "inputs"];

    /// <summary>
    /// <c>{"id":"556198765432","name":"Ana","inputs":["5561998765432"],"on_whatsapp":true,"marketing_capped":false}</c>: adds a
    /// phone that has not written yet, or changes what is given of one that is known. Only <c>id</c> is needed.
    /// </summary>
    public async Task AddAsync(HttpContext http)
    {
        using var body = await RequestBody.ReadObjectAsync(http.Request, http.RequestAborted);
        var id = body?.RootElement.TryGetProperty("id", out var given) == true ? given.ToString() : "";
        var name = body?.RootElement.TryGetProperty("name", out given) == true ? given.ToString() : null;
        if (body is null || !WrittenMessage.IsUserId(id))
        {
            await ControlAnswer.WrongAsync(http, "id is a phone number in digits, or a business-scoped user id such as US.1234.");
            return;
        }

        try
        {
            if (body.RootElement.EnumerateObject().FirstOrDefault(property => !Known.Contains(property.Name)) is { Value.ValueKind: not JsonValueKind.Undefined } odd)
            {
                throw new FormatException($"Unknown property '{odd.Name}'; there are {string.Join(", ", Known)}.");
            }

            var traits = (chats.Find(id)?.Traits ?? UserTraits.Usual).Changed(body.RootElement);
            var user = chats.GetOrAdd(id, name);
            chats.Give(user, traits);
            await ledger.RecordAsync(new("user") { User = user.Key, Name = user.Name, Content = Json(traits.Write) });
            await ControlAnswer.WriteAsync(http, user.WriteSummary);
        }
        catch (FormatException wrong)
        {
            await ControlAnswer.WrongAsync(http, wrong.Message);
        }
    }

    /// <summary><c>{"marketing":"stop"}</c> or <c>resume</c>, with <c>number</c> for another than the first: the user's choice, told by webhook.</summary>
    public async Task PreferAsync(HttpContext http)
    {
        using var body = await RequestBody.ReadObjectAsync(http.Request, http.RequestAborted);
        var id = (string)http.Request.RouteValues["user"]!;
        var choice = body is null ? null : TextOf(body.RootElement, "marketing");
        var number = body is null || TextOf(body.RootElement, "number") is not { } numberId ? accounts.First : accounts.Number(numberId);
        if (choice is not ("stop" or "resume") || number is null)
        {
            await ControlAnswer.WrongAsync(http, number is null ? "There is no such phone number id." : "marketing is stop or resume.");
            return;
        }

        if (chats.Find(id) is not { } user)
        {
            await ControlAnswer.WrongAsync(http, $"There is no user {id}.", StatusCodes.Status404NotFound);
            return;
        }

        await ledger.RecordAsync(new("preference") { User = user.Key, Number = number.Id, Decision = choice });
        chats.Prefer(user, number.Id, choice == "stop");
        reporter.Report(new(number.Account, FieldUpdate.NewId("preference"), "user_preferences", Notice(number, user, choice), number, user));
        await ControlAnswer.WriteAsync(http, user.WriteSummary);
    }

    /// <summary>The webhook's value (fact sheet 6.2).</summary>
    private string Notice(Number number, User user, string choice) => Json(json =>
    {
        Envelope.WriteMetadata(json, number);
        Envelope.WriteContacts(json, user);
        json.WriteStartArray("user_preferences");
        json.WriteStartObject();
        if (user.WaId is not null)
        {
            json.WriteString("wa_id", user.WaId);
        }

        json.WriteString("user_id", user.UserId);
        json.WriteString("detail", $"User requested to {choice} marketing messages");
        json.WriteString("category", "marketing_messages");
        json.WriteString("value", choice);
        json.WriteNumber("timestamp", time.GetUtcNow().ToUnixTimeSeconds());
        json.WriteEndObject();
        json.WriteEndArray();
    });

    private static string Json(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static string? TextOf(JsonElement body, string name) =>
        body.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}

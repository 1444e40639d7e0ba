using System.Text.Json;
using Mogambo.Simulator.Accounts;
using Mogambo.Simulator.Graph;
using Mogambo.Simulator.Webhooks;

namespace Mogambo.Simulator.Numbers;

/// <summary>Numbers of an account and its webhook subscription (fact sheet 3.4, 3.6 and 10).</summary>
internal sealed class NumberEndpoints(SimulatorOptions options, Handshake handshake)
{
    private const string AppId = "670843887433847";

    public Task ReadAsync(HttpContext http, Number number)
    {
        var fields = http.Request.Query["fields"].ToString();
        var wanted = fields.Length == 0
            ? ["verified_name", "code_verification_status", "display_phone_number", "quality_rating", "platform_type", "throughput", "id"]
            : fields.Split(',', StringSplitOptions.TrimEntries);
        return http.Response.WriteJsonAsync(200, (number, wanted), (json, answer) => Write(json, answer.number, answer.wanted));
    }

    public Task ListAsync(HttpContext http, Account account) => http.Response.WriteJsonAsync(200, account, (json, owner) =>
    {
        json.WriteStartObject();
        json.WriteStartArray("data");
        foreach (var number in owner.Numbers)
        {
            Write(json, number, ["verified_name", "code_verification_status", "display_phone_number", "quality_rating", "platform_type", "throughput", "status"]);
        }

        json.WriteEndArray();
        json.WriteStartObject("paging");
        json.WriteStartObject("cursors");
        json.WriteString("before", owner.Numbers[0].Id);
        json.WriteString("after", owner.Numbers[^1].Id);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
    });

    public async Task SubscribeAsync(HttpContext http, Account account)
    {
        using var body = http.Request.ContentLength is null or 0 ? null : await RequestBody.ReadObjectAsync(http.Request, http.RequestAborted);
        Uri? target = null;
        if (body is not null && body.RootElement.TryGetProperty("override_callback_uri", out var address))
        {
            if (!Uri.TryCreate(address.ToString(), UriKind.Absolute, out target) || address.ToString().Length > 200 || target.Scheme is not ("http" or "https"))
            {
                await GraphError.Of(100, "Param override_callback_uri must be an address of at most 200 characters.").WriteAsync(http.Response);
                return;
            }

            var token = body.RootElement.TryGetProperty("verify_token", out var given) ? given.ToString() : null;
            var result = await handshake.VerifyAsync(target, token, http.RequestAborted);
            if (!result.Verified)
            {
                await GraphError.Of(100, $"The callback could not be verified: {result.Detail}").WriteAsync(http.Response);
                return;
            }
        }

        account.CallbackOverride = target;
        account.IsSubscribed = true;
        await http.Response.WriteSuccessAsync();
    }

    public static Task UnsubscribeAsync(HttpContext http, Account account)
    {
        account.IsSubscribed = false;
        account.CallbackOverride = null;
        return http.Response.WriteSuccessAsync();
    }

    public static Task SubscriptionsAsync(HttpContext http, Account account) => http.Response.WriteJsonAsync(200, account, static (json, owner) =>
    {
        json.WriteStartObject();
        json.WriteStartArray("data");
        if (owner.IsSubscribed)
        {
            json.WriteStartObject();
            json.WriteStartObject("whatsapp_business_api_data");
            json.WriteString("id", AppId);
            json.WriteString("name", "Mogambo simulator");
            json.WriteEndObject();
            if (owner.CallbackOverride is { } address)
            {
                json.WriteString("override_callback_uri", address.OriginalString);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    });

    private void Write(Utf8JsonWriter json, Number number, IEnumerable<string> fields)
    {
        json.WriteStartObject();
        foreach (var field in fields.Where(field => field != "id").Distinct())
        {
            switch (field)
            {
                case "display_phone_number": json.WriteString(field, "+" + number.Display); break;
                case "verified_name": json.WriteString(field, "Mogambo Demo"); break;
                case "quality_rating": json.WriteString(field, "GREEN"); break;
                case "status": json.WriteString(field, "CONNECTED"); break;
                case "code_verification_status": json.WriteString(field, "VERIFIED"); break;
                case "name_status": json.WriteString(field, "APPROVED"); break;
                case "platform_type": json.WriteString(field, "CLOUD_API"); break;
                case "whatsapp_business_manager_messaging_limit": json.WriteString(field, "TIER_UNLIMITED"); break;
                case "throughput":
                    json.WriteStartObject(field);
                    json.WriteString("level", options.Throughput is > 0 and <= 80 ? "STANDARD" : "HIGH");
                    json.WriteEndObject();
                    break;
                case "health_status":
                    json.WriteStartObject(field);
                    json.WriteString("can_send_message", "AVAILABLE");
                    json.WriteEndObject();
                    break;
                case "webhook_configuration":
                    json.WriteStartObject(field);
                    json.WriteString("application", options.WebhookUrl);
                    json.WriteEndObject();
                    break;
            }
        }

        json.WriteString("id", number.Id);
        json.WriteEndObject();
    }
}

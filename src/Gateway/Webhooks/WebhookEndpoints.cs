using System.Net.Mime;
using Mogambo.Accounts;
using Mogambo.Gateway.Problems;

namespace Mogambo.Gateway.Webhooks;

/// <summary>What the instance calls: <c>/webhooks/whatsapp[/{account}]</c> and <c>/webhooks/onpremises/{phone_number_id}</c>.</summary>
internal static class WebhookEndpoints
{
    public static void MapWebhooks(this IEndpointRouteBuilder routes)
    {
        // A signature is all the authentication there is: nobody's API key is looked for.
        var webhooks = routes.MapGroup("/webhooks").AllowAnonymous().WithMetadata(EmptyAnswers.Instance);
        webhooks.ShortCircuit();
        webhooks.MapGet("/whatsapp/{account?}", ShakeHands);

        // Plain delegates: what binding and results cost is more than the signature's check.
        var receiver = routes.ServiceProvider.GetRequiredService<WebhookReceiver>();
        var secrets = routes.ServiceProvider.GetRequiredService<AppSecrets>();
        var accounts = routes.ServiceProvider.GetRequiredService<AccountDirectory>();
        webhooks.MapPost("/whatsapp/{account?}", context => ReceiveAsync(context, receiver, CloudOf(context, secrets)));
        webhooks.MapPost("/onpremises/{number}", context => ReceiveAsync(context, receiver, OnPremisesOf(context, accounts)));
    }

    private static async Task ReceiveAsync(HttpContext context, WebhookReceiver receiver, WebhookSource source)
    {
        if (await receiver.ReceiveAsync(context, source) is { } refusal)
        {
            await refusal.ExecuteAsync(context);
        }
    }

    private static IResult ShakeHands(string? account, HttpRequest request, Handshake handshake) =>
        handshake.Answer(account, request.Query["hub.mode"], request.Query["hub.verify_token"], request.Query["hub.challenge"]) is { } challenge
            ? TypedResults.Text(challenge, MediaTypeNames.Text.Plain)
            : TypedResults.StatusCode(StatusCodes.Status403Forbidden);

    private static CloudWebhook CloudOf(HttpContext context, AppSecrets secrets)
    {
        var account = (string?)context.GetRouteValue("account");
        AccountId? id = account is null ? null : AccountId.TryParse(account, null, out var parsed) ? parsed : default(AccountId);
        return new(secrets, id);
    }

    private static OnPremisesWebhook OnPremisesOf(HttpContext context, AccountDirectory accounts)
    {
        var known = PhoneNumberId.TryParse((string?)context.GetRouteValue("number"), null, out var id)
            && accounts.TryGetNumber(id, out var configured)
            && configured.Options.Api == InstanceApi.OnPremises
                ? configured
                : null;
        return new(known);
    }
}

using System.Net.Mime;
using Mogambo.Accounts;
using Mogambo.Gateway.Problems;

namespace Mogambo.Gateway.Webhooks;

/// <summary>What the instance calls: <c>/webhooks/whatsapp[/{account}]</c> and <c>/webhooks/onpremises/{phone_number_id}</c>.</summary>
internal static class WebhookEndpoints
{
    public static void MapWebhooks(this IEndpointRouteBuilder routes)
    {
        var webhooks = routes.MapGroup("/webhooks").AllowAnonymous().WithMetadata(EmptyAnswers.Instance);
        webhooks.MapGet("/whatsapp/{account?}", ShakeHands);
        webhooks.MapPost("/whatsapp/{account?}", ReceiveCloud);
        webhooks.MapPost("/onpremises/{number}", ReceiveOnPremises);
    }

    private static IResult ShakeHands(string? account, HttpRequest request, Handshake handshake) =>
        handshake.Answer(account, request.Query["hub.mode"], request.Query["hub.verify_token"], request.Query["hub.challenge"]) is { } challenge
            ? TypedResults.Text(challenge, MediaTypeNames.Text.Plain)
            : TypedResults.StatusCode(StatusCodes.Status403Forbidden);

    private static Task<IResult> ReceiveCloud(string? account, HttpContext context, WebhookReceiver receiver, AppSecrets secrets)
    {
        AccountId? id = account is null ? null : AccountId.TryParse(account, null, out var parsed) ? parsed : default(AccountId);
        return receiver.ReceiveAsync(context, new CloudWebhook(secrets, id));
    }

    private static Task<IResult> ReceiveOnPremises(string number, HttpContext context, WebhookReceiver receiver, AccountDirectory accounts)
    {
        var known = PhoneNumberId.TryParse(number, null, out var id)
            && accounts.TryGetNumber(id, out var configured)
            && configured.Options.Api == InstanceApi.OnPremises
                ? configured
                : null;
        return receiver.ReceiveAsync(context, new OnPremisesWebhook(known));
    }
}

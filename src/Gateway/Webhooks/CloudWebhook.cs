using Mogambo.Accounts;
using Mogambo.WhatsApp.Webhooks;

namespace Mogambo.Gateway.Webhooks;

/// <summary>The Cloud API's: signed with the app's secret over the raw bytes.</summary>
/// <param name="account">The account the address names; null if it names none.</param>
internal sealed class CloudWebhook(AppSecrets secrets, AccountId? account) : WebhookSource
{
    private const string SignatureHeader = "X-Hub-Signature-256";
    private const int SignatureLength = 7 + 64;

    public override bool MayBeGenuine(HttpRequest request) => Signature(request) is not null;

    public override WebhookOrigin? Authenticate(HttpRequest request, ReadOnlySpan<byte> body) =>
        secrets.Match(body, Signature(request), account);

    public override WebhookBody Parse(ReadOnlyMemory<byte> body) => WebhookParser.Parse(body);

    private static string? Signature(HttpRequest request) =>
        request.Headers[SignatureHeader] is [{ Length: SignatureLength } signature] ? signature : null;
}

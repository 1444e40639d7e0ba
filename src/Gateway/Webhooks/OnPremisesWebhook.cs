using System.Buffers.Text;
using System.Text;
using Mogambo.Accounts;
using Mogambo.WhatsApp.OnPremises;
using Mogambo.WhatsApp.Webhooks;

namespace Mogambo.Gateway.Webhooks;

/// <summary>The On-Premises API's: unsigned, so it brings the number's secret as Basic password or <c>?token=</c>.</summary>
/// <param name="number">The number the address names; null if there is none such on the On-Premises API.</param>
internal sealed class OnPremisesWebhook(BusinessNumber? number) : WebhookSource
{
    private const string Basic = "Basic ";
    private const int MaxHeaderLength = 2048;

    public override bool MayBeGenuine(HttpRequest request) =>
        number?.Options.WebhookSecret is { Length: > 0 } secret && Secret(request) is { } given && FixedTime.Equal(given, secret);

    public override WebhookOrigin? Authenticate(HttpRequest request, ReadOnlySpan<byte> body) =>
        MayBeGenuine(request) ? new WebhookOrigin([number!.Account]) : null;

    public override WebhookBody Parse(ReadOnlyMemory<byte> body) =>
        OnPremisesWebhookParser.Parse(body, number!.Id, number.Account.Id.Value);

    private static string? Secret(HttpRequest request) => Password(request) ?? (request.Query["token"] is [var token] ? token : null);

    private static string? Password(HttpRequest request)
    {
        if (request.Headers.Authorization is not [{ Length: <= MaxHeaderLength } header]
            || !header.StartsWith(Basic, StringComparison.OrdinalIgnoreCase)
            || !Base64.IsValid(header.AsSpan(Basic.Length)))
        {
            return null;
        }

        var credentials = Encoding.UTF8.GetString(Convert.FromBase64String(header[Basic.Length..]));
        var colon = credentials.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? null : credentials[(colon + 1)..];
    }
}

using System.Security.Cryptography;

namespace Mogambo.Simulator.Webhooks;

/// <summary>How a webhook address answered the handshake.</summary>
internal sealed record HandshakeResult(bool Verified, int Status, string Detail);

/// <summary>The verification request WhatsApp makes before it uses a webhook address (fact sheet 3.1).</summary>
internal sealed class Handshake(WebhookClient client, SimulatorOptions options)
{
    public async Task<HandshakeResult> VerifyAsync(Uri target, string? verifyToken, CancellationToken cancellationToken)
    {
        var challenge = RandomNumberGenerator.GetInt32(100_000_000, int.MaxValue).ToString(System.Globalization.CultureInfo.InvariantCulture);
        var query = $"hub.mode=subscribe&hub.challenge={challenge}&hub.verify_token={Uri.EscapeDataString(verifyToken ?? options.VerifyToken)}";
        var address = new UriBuilder(target) { Query = target.Query.Length > 1 ? $"{target.Query[1..]}&{query}" : query }.Uri;
        var (status, body) = await client.GetAsync(address, cancellationToken);
        return (status, body == challenge) switch
        {
            (200, true) => new(true, status, "The challenge came back."),
            (200, false) => new(false, status, "The body is not exactly the challenge."),
            (0, _) => new(false, status, $"No answer from {target}."),
            _ => new(false, status, $"The answer was {status} instead of 200."),
        };
    }
}

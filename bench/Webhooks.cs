using System.Security.Cryptography;
using System.Text;

namespace Mogambo.Bench;

/// <summary>Signed webhooks of one message each.</summary>
internal sealed class Webhooks(string secret, string account, string number)
{
    /// <summary>As many people write, in turn.</summary>
    private const int Users = 5_000;

    private readonly byte[] _secret = Encoding.UTF8.GetBytes(secret);
    private readonly string _run = Guid.NewGuid().ToString("N");

    public HttpRequestMessage Next(long n)
    {
        var user = 15_560_000_000 + (n % Users);
        var body = Encoding.UTF8.GetBytes($$$"""
            {"object":"whatsapp_business_account","entry":[{"id":"{{{account}}}","changes":[{"field":"messages","value":{"messaging_product":"whatsapp","metadata":{"display_phone_number":"15550783881","phone_number_id":"{{{number}}}"},"contacts":[{"profile":{"name":"Ana"},"wa_id":"{{{user}}}"}],"messages":[{"from":"{{{user}}}","id":"wamid.{{{_run}}}{{{n}}}","timestamp":"{{{TimeProvider.System.GetUtcNow().ToUnixTimeSeconds()}}}","type":"text","text":{"body":"message {{{n}}}"}}]}}]}]}
            """);
        var request = new HttpRequestMessage(HttpMethod.Post, "/webhooks/whatsapp") { Content = new ByteArrayContent(body) };
        request.Headers.Add("X-Hub-Signature-256", "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(_secret, body)));
        return request;
    }
}

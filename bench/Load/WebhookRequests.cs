using System.Text;

namespace Mogambo.Bench.Load;

/// <summary>Signed webhooks of one text message each, as WhatsApp posts them. The text is <c>m-{n}-</c>.</summary>
internal sealed class WebhookRequests(Target target, Users users, long firstMessage = 0)
{
    /// <summary>Times an odd number each number is another one, and neighbours are far apart: WhatsApp's ids come in no order either, which is dear for who has an index on them.</summary>
    private const ulong Spread = 0x9E37_79B9_7F4A_7C15;

    private readonly SignedPost _post = new(target.AppSecret);
    private readonly byte[] _beforeUser = Encoding.UTF8.GetBytes(
        $$$"""{"object":"whatsapp_business_account","entry":[{"id":"{{{target.Account}}}","changes":[{"field":"messages","value":{"messaging_product":"whatsapp","metadata":{"display_phone_number":"15550783881","phone_number_id":"{{{target.Number}}}"},"contacts":[{"profile":{"name":"Ana"},"wa_id":" """.TrimEnd());
    private readonly byte[] _wamid = Encoding.ASCII.GetBytes($"wamid.HBgL{Guid.NewGuid():N}");

    public int Write(long n, Span<byte> buffer)
    {
        n += firstMessage;
        var body = new SpanWriter(buffer[SignedPost.BodyStart..]);
        var user = users.Of(n);
        body.Write(_beforeUser);
        body.Write(user);
        body.Write("\"}],\"messages\":[{\"from\":\""u8);
        body.Write(user);
        body.Write("\",\"id\":\""u8);
        body.Write(_wamid);
        body.WriteHex((ulong)n * Spread);
        body.Write("\",\"timestamp\":\""u8);
        body.Write(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds());
        body.Write("\",\"type\":\"text\",\"text\":{\"body\":\"m-"u8);
        body.Write(n);
        body.Write("-\"}}]}}]}]}"u8);
        return _post.Complete(buffer, body.Length);
    }
}

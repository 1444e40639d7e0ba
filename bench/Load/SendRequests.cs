using System.Text;

namespace Mogambo.Bench.Load;

/// <summary>Sends of a template by API, each with an idempotency key of its own. The template's first parameter is <c>m-{n}-</c>.</summary>
internal sealed class SendRequests(Target target, Users users, long firstMessage = 0, DateTimeOffset? sendAt = null)
{
    private const int MaxHead = 512;

    private readonly byte[] _head = Encoding.ASCII.GetBytes(
        $"POST /v1/messages HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer {target.ApiKey}\r\nContent-Type: application/json\r\nIdempotency-Key: {Guid.NewGuid():N}-");

    private readonly byte[] _end = Encoding.ASCII.GetBytes(
        "-\",\"weekly\",\"123456\"]}}" + (sendAt is { } at ? $",\"send_at\":\"{at:yyyy-MM-ddTHH:mm:ssZ}\"" : "") + "}");

    public int Write(long n, Span<byte> buffer)
    {
        n += firstMessage;
        var body = new SpanWriter(buffer[MaxHead..]);
        body.Write("{\"to\":\""u8);
        body.Write(users.Of(n));
        body.Write("\",\"type\":\"template\",\"template\":{\"name\":\"training_plan\",\"language\":\"en\",\"parameters\":{\"body\":[\"m-"u8);
        body.Write(n);
        body.Write(_end);

        var head = new SpanWriter(buffer);
        head.Write(_head);
        head.Write(n);
        head.Write("\r\nContent-Length: "u8);
        head.Write(body.Length);
        head.Write("\r\n\r\n"u8);
        buffer.Slice(MaxHead, body.Length).CopyTo(buffer[head.Length..]);
        return head.Length + body.Length;
    }
}

using System.Security.Cryptography;
using System.Text;

namespace Mogambo.Bench.Load;

/// <summary>Makes a signed webhook of a body.</summary>
internal sealed class SignedPost(string appSecret)
{
    /// <summary>Where in the buffer the body is written: before it is room for the head, whose length is known last.</summary>
    public const int BodyStart = 512;

    private readonly byte[] _secret = Encoding.UTF8.GetBytes(appSecret);
    private readonly byte[] _head = Encoding.ASCII.GetBytes("POST /webhooks/whatsapp HTTP/1.1\r\nHost: bench\r\nContent-Type: application/json\r\nX-Hub-Signature-256: sha256=");

    /// <summary>Puts the head before the body that stands at <see cref="BodyStart"/>; the length of both, which begin the buffer then.</summary>
    public int Complete(Span<byte> buffer, int bodyLength)
    {
        var body = buffer.Slice(BodyStart, bodyLength);
        Span<byte> hash = stackalloc byte[32];
        HMACSHA256.HashData(_secret, body, hash);
        var head = new SpanWriter(buffer);
        head.Write(_head);
        head.WriteHex(hash);
        head.Write("\r\nContent-Length: "u8);
        head.Write(bodyLength);
        head.Write("\r\n\r\n"u8);
        body.CopyTo(buffer[head.Length..]);
        return head.Length + bodyLength;
    }
}

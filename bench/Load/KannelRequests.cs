namespace Mogambo.Bench.Load;

/// <summary>The same messages as an operator's gateway posts them to Kannel. The text is <c>m-{n}-</c>.</summary>
internal sealed class KannelRequests(Users users)
{
    public int Write(long n, Span<byte> buffer)
    {
        var request = new SpanWriter(buffer);
        request.Write("GET /sms?username=bench&password=bench&to=12345&from="u8);
        request.Write(users.Of(n));
        request.Write("&text=m-"u8);
        request.Write(n);
        request.Write("- HTTP/1.1\r\nHost: bench\r\n\r\n"u8);
        return request.Length;
    }
}

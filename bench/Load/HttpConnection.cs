using System.Net;
using System.Net.Sockets;

namespace Mogambo.Bench.Load;

/// <summary>
/// One HTTP/1.1 connection that sends prepared bytes and reads no more of the answer than it must: a generator that costs as much as what it
/// measures would measure itself.
/// </summary>
internal sealed class HttpConnection(IPEndPoint server) : IDisposable
{
    private readonly byte[] _answer = new byte[32 * 1024];
    private Socket? _socket;

    /// <summary>Sends one whole request; the status of its answer, or 0 if the connection broke.</summary>
    public async ValueTask<int> ExchangeAsync(ReadOnlyMemory<byte> request)
    {
        try
        {
            var socket = _socket ?? await ConnectAsync();
            await socket.SendAsync(request);
            return await ReadAnswerAsync(socket);
        }
        catch (SocketException)
        {
            Dispose();
            return 0;
        }
    }

    public void Dispose()
    {
        _socket?.Dispose();
        _socket = null;
    }

    private async Task<Socket> ConnectAsync()
    {
        _socket = new Socket(server.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await _socket.ConnectAsync(server);
        return _socket;
    }

    private async ValueTask<int> ReadAnswerAsync(Socket socket)
    {
        var length = 0;
        while (true)
        {
            var read = await socket.ReceiveAsync(_answer.AsMemory(length));
            if (read == 0)
            {
                throw new SocketException((int)SocketError.ConnectionReset);
            }

            length += read;
            if (IsWhole(_answer.AsSpan(0, length)))
            {
                return ((_answer[9] - '0') * 100) + ((_answer[10] - '0') * 10) + (_answer[11] - '0');
            }

            if (length == _answer.Length)
            {
                throw new InvalidOperationException("An answer is longer than 32 KiB.");
            }
        }
    }

    private static bool IsWhole(ReadOnlySpan<byte> answer)
    {
        var end = answer.IndexOf("\r\n\r\n"u8);
        if (end < 0)
        {
            return false;
        }

        var head = answer[..end];
        if (ContentLength(head) is { } length)
        {
            return answer.Length >= end + 4 + length;
        }

        return head.IndexOf("chunked"u8) < 0 || answer.EndsWith("0\r\n\r\n"u8);
    }

    private static int? ContentLength(ReadOnlySpan<byte> head)
    {
        var at = head.IndexOf("Content-Length: "u8);
        if (at < 0)
        {
            return null;
        }

        var length = 0;
        for (at += "Content-Length: "u8.Length; at < head.Length && head[at] is >= (byte)'0' and <= (byte)'9'; at++)
        {
            length = (length * 10) + (head[at] - '0');
        }

        return length;
    }
}

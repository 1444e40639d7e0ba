using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Mogambo.WhatsApp.Tests.Cloud;

/// <summary>Stands in for WhatsApp byte by byte: each request is answered by the next script, which may do anything to the connection.</summary>
internal sealed class RawServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<Func<Exchange, Task>> _scripts;
    private readonly Task _accepting;

    public RawServer(params Func<Exchange, Task>[] scripts)
    {
        _scripts = new(scripts);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public Uri Url => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/v25.0/");

    /// <summary>Every request that arrived whole, in order: head and body.</summary>
    public ConcurrentQueue<(string Head, string Body)> Requests { get; } = new();

    public int Connections { get; private set; }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _accepting;
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        var serving = new List<Task>();
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                Connections++;
                serving.Add(ServeAsync(client));
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(serving);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                while (await ReadRequestAsync(client.GetStream()) is { } request)
                {
                    Requests.Enqueue(request);
                    var exchange = new Exchange(client, _stop.Token);
                    await (_scripts.TryDequeue(out var script) ? script(exchange) : exchange.RespondAsync(599, "no script"));
                    if (exchange.IsClosed)
                    {
                        return;
                    }
                }
            }
            catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException)
            {
                // The client went away, as some tests want it to.
            }
        }
    }

    private async Task<(string Head, string Body)?> ReadRequestAsync(NetworkStream stream)
    {
        var text = new StringBuilder();
        var buffer = new byte[8192];
        while (true)
        {
            var all = text.ToString();
            var end = all.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            if (end >= 0 && all.Length - end - 4 >= ContentLength(all[..end]))
            {
                return (all[..end], all[(end + 4)..]);
            }

            var read = await stream.ReadAsync(buffer, _stop.Token);
            if (read == 0)
            {
                return null;
            }

            text.Append(Encoding.Latin1.GetString(buffer, 0, read));
        }
    }

    private static int ContentLength(string head) => head
        .Split("\r\n")
        .Where(line => line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase))
        .Select(line => int.Parse(line.AsSpan(15), CultureInfo.InvariantCulture))
        .SingleOrDefault();

    /// <summary>One request that waits for its answer.</summary>
    internal sealed class Exchange(TcpClient client, CancellationToken stop)
    {
        public bool IsClosed { get; private set; }

        public CancellationToken Stop => stop;

        public Task RespondAsync(int status, string body, string headers = "") => WriteAsync(
            string.Create(CultureInfo.InvariantCulture, $"HTTP/1.1 {status} X\r\nContent-Length: {body.Length}\r\n{headers}\r\n{body}"));

        public Task WriteAsync(string raw) => client.GetStream().WriteAsync(Encoding.Latin1.GetBytes(raw), stop).AsTask();

        public void Close()
        {
            IsClosed = true;
            client.Close();
        }

        public void Reset()
        {
            IsClosed = true;
            client.LingerState = new(enable: true, seconds: 0);
            client.Close();
        }
    }
}

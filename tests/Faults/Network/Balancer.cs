using System.Net;
using System.Net.Sockets;

namespace Mogambo.Faults.Network;

/// <summary>Spreads connections over several servers in turn, and goes to the next where one cannot be connected to, or hangs for two seconds.</summary>
internal sealed class Balancer : IAsyncDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(2);

    private readonly IPEndPoint[] _servers;
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _accepting;
    private int _next;

    public Balancer(IEnumerable<IPEndPoint> servers)
    {
        _servers = [.. servers];
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public Uri Url => new($"http://{_listener.LocalEndpoint}");

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                var client = await _listener.AcceptSocketAsync(_stop.Token);
                _ = Task.Run(() => ServeAsync(client));
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task ServeAsync(Socket client)
    {
        using (client)
        {
            if (await ConnectAsync() is not { } server)
            {
                return;
            }

            using (server)
            {
                await Task.WhenAny(PumpAsync(client, server), PumpAsync(server, client));
            }
        }
    }

    private async Task<Socket?> ConnectAsync()
    {
        for (var tries = 0; tries < _servers.Length; tries++)
        {
            var server = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                using var patience = new CancellationTokenSource(s_patience);
                await server.ConnectAsync(_servers[(uint)Interlocked.Increment(ref _next) % _servers.Length], patience.Token);
                return server;
            }
            catch (Exception e) when (e is SocketException or OperationCanceledException)
            {
                server.Dispose();
            }
        }

        return null;
    }

    private async Task PumpAsync(Socket from, Socket to)
    {
        var buffer = new byte[16 * 1024];
        try
        {
            for (int read; (read = await from.ReceiveAsync(buffer, _stop.Token)) > 0;)
            {
                await to.SendAsync(buffer.AsMemory(0, read), _stop.Token);
            }
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // One side is gone: so is the other, soon.
        }
    }
}

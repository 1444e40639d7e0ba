using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Mogambo.Faults.Tests.Network;

/// <summary>Sends back what it hears and remembers it.</summary>
internal sealed class EchoServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentQueue<string> _heard = new();
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _waiting = new();
    private readonly TaskCompletionSource _lost = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _serving;

    public EchoServer()
    {
        _listener.Start();
        _serving = ServeAsync();
    }

    public IPEndPoint Address => (IPEndPoint)_listener.LocalEndpoint;

    public IReadOnlyCollection<string> Heard => _heard;

    public Task HearsAsync(string text) => _waiting.GetOrAdd(text, _ => New()).Task;

    /// <summary>A connection broke, other than by an end in order.</summary>
    public Task LosesAsync() => _lost.Task;

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _serving;
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                _ = EchoAsync(await _listener.AcceptTcpClientAsync());
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // Stopped.
        }
    }

    private async Task EchoAsync(TcpClient client)
    {
        using (client)
        {
            client.NoDelay = true;
            var buffer = new byte[16 * 1024];
            try
            {
                while (await client.GetStream().ReadAsync(buffer) is > 0 and var count)
                {
                    var text = Encoding.ASCII.GetString(buffer, 0, count);
                    _heard.Enqueue(text);
                    _waiting.GetOrAdd(text, _ => New()).TrySetResult();
                    await client.GetStream().WriteAsync(buffer.AsMemory(0, count));
                }
            }
            catch (IOException)
            {
                _lost.TrySetResult();
            }
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}

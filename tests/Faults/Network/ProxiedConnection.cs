using System.Net;
using System.Net.Sockets;

namespace Mogambo.Faults.Network;

/// <summary>One client's connection through a <see cref="FaultProxy"/>, and the one behind it.</summary>
internal sealed class ProxiedConnection(FaultProxy proxy, Socket client, string? name) : IDisposable
{
    private const int ChunkBytes = 16 * 1024;

    private static readonly TimeSpan s_trickle = TimeSpan.FromMilliseconds(10);

    private readonly Socket _server = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly CancellationTokenSource _reset = new();
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _awaitsCommit;

    public Task Done => _done.Task;

    /// <summary>Returns when both directions have ended.</summary>
    public async Task RunAsync(IPEndPoint target)
    {
        try
        {
            client.NoDelay = true;
            await _server.ConnectAsync(target, _reset.Token);
            await Task.WhenAll(PumpAsync(client, _server, isToServer: true), PumpAsync(_server, client, isToServer: false));
        }
        catch (Exception exception) when (exception is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // The server is not there, or an end is gone: so is the other.
        }
        finally
        {
            Close(client, _reset.IsCancellationRequested);
            Close(_server, _reset.IsCancellationRequested);
            _done.SetResult();
        }
    }

    public void Reset()
    {
        try
        {
            _reset.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It has just ended.
        }
    }

    public void Dispose()
    {
        client.Dispose();
        _server.Dispose();
        _reset.Dispose();
    }

    private async Task PumpAsync(Socket from, Socket to, bool isToServer)
    {
        var buffer = new byte[ChunkBytes];
        var hasHole = false;
        try
        {
            while (await from.ReceiveAsync(buffer, SocketFlags.None, _reset.Token) is > 0 and var count)
            {
                var chunk = buffer.AsMemory(0, count);
                var (fault, flow) = await PassableAsync(isToServer);
                if (hasHole && !flow.Drops)
                {
                    Reset();
                }
                else if (flow.Drops)
                {
                    hasHole = true;
                    proxy.Counts.Drop(count);
                    continue;
                }
                else if (LosesCommit(fault, chunk.Span, isToServer))
                {
                    Reset();
                }

                await SendAsync(to, chunk, flow, isToServer);
            }

            // An end in order is an end for the other side too, once the link lets it through.
            await PassableAsync(isToServer);
            to.Shutdown(SocketShutdown.Send);
        }
        catch (Exception exception) when (exception is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            Reset();
        }
    }

    private async Task<(LinkFault Fault, Flow Flow)> PassableAsync(bool isToServer)
    {
        while (true)
        {
            var (fault, changed) = proxy.FaultOf(name);
            var flow = isToServer ? fault.ToServer : fault.ToClient;
            if (!flow.Stalls)
            {
                return (fault, flow);
            }

            await changed.WaitAsync(_reset.Token);
        }
    }

    /// <summary>Whether the connection ends here, with a commit whose fate the client cannot know.</summary>
    private bool LosesCommit(LinkFault fault, ReadOnlySpan<byte> chunk, bool isToServer)
    {
        if (!isToServer)
        {
            if (_awaitsCommit)
            {
                proxy.Counts.LoseAnswer();
            }

            return _awaitsCommit;
        }

        // The driver sends a commit as a simple query of its own, and nothing behind it before the answer.
        if (fault.CommitsLost == 0 || !chunk.EndsWith("COMMIT\0"u8) || !proxy.Happens(fault.CommitsLost))
        {
            return false;
        }

        if (proxy.Happens(0.5))
        {
            proxy.Counts.PreventCommit();
            return true;
        }

        _awaitsCommit = true;
        return false;
    }

    private async Task SendAsync(Socket to, ReadOnlyMemory<byte> chunk, Flow flow, bool isToServer)
    {
        if (flow.Delay > TimeSpan.Zero)
        {
            await Task.Delay(flow.Delay, _reset.Token);
        }

        var step = flow.Trickle > 0 ? flow.Trickle : chunk.Length;
        for (var sent = 0; sent < chunk.Length; sent += step)
        {
            var part = chunk.Slice(sent, Math.Min(step, chunk.Length - sent));
            // Before it arrives: who has read it may look at the counts at once.
            Count(part.Length, isToServer);
            for (var rest = part; rest.Length > 0;)
            {
                rest = rest[await to.SendAsync(rest, SocketFlags.None, _reset.Token)..];
            }

            if (flow.Trickle > 0)
            {
                await Task.Delay(s_trickle, _reset.Token);
            }
        }
    }

    private void Count(int bytes, bool isToServer)
    {
        if (isToServer)
        {
            proxy.Counts.PassToServer(bytes);
        }
        else
        {
            proxy.Counts.PassToClient(bytes);
        }
    }

    private static void Close(Socket socket, bool abruptly)
    {
        if (abruptly)
        {
            // Linger 0: a reset instead of a farewell.
            socket.Close(0);
        }
        else
        {
            socket.Dispose();
        }
    }
}

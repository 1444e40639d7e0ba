using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Mogambo.Faults.Network;

/// <summary>
/// A link that can be broken while it is in use: it listens, connects on, and does to the bytes what <see cref="Set(LinkFault)"/> says, from
/// the next chunk on.
/// </summary>
public sealed class FaultProxy : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly IPEndPoint _target;
    private readonly Func<IPEndPoint, string?> _whoIs;
    private readonly Random _random;
    private readonly Dictionary<string, LinkFault> _ofClient = [];
    private readonly ConcurrentDictionary<ProxiedConnection, byte> _open = [];
    private LinkFault _ofAll = LinkFault.None;
    private TaskCompletionSource _changed = NewChange();
    private TcpListener? _listener;
    private Task _accepting = Task.CompletedTask;

    private FaultProxy(IPEndPoint target, IPEndPoint listen, Func<IPEndPoint, string?>? whoIs, int seed)
    {
        (_target, Address, _whoIs, _random) = (target, listen, whoIs ?? (_ => null), new Random(seed));
        Listen();
        Address = (IPEndPoint)_listener!.LocalEndpoint;
    }

    /// <summary>Where clients connect to.</summary>
    public IPEndPoint Address { get; }

    public LinkCounts Counts { get; } = new();

    /// <summary>Connections that are open now.</summary>
    public int Open => _open.Count;

    /// <param name="target">Where it connects to.</param>
    /// <param name="listen">Where it listens; null: any free port of 127.0.0.1.</param>
    /// <param name="whoIs">Tells clients apart by where they connect from, for <see cref="Set(string, LinkFault)"/>.</param>
    /// <param name="seed">Decides which commits are lost.</param>
    public static FaultProxy Start(IPEndPoint target, IPEndPoint? listen = null, Func<IPEndPoint, string?>? whoIs = null, int seed = 0) =>
        new(target, listen ?? new IPEndPoint(IPAddress.Loopback, 0), whoIs, seed);

    /// <summary>Does this to the connections of every client that has no fault of its own.</summary>
    public void Set(LinkFault fault)
    {
        lock (_lock)
        {
            _ofAll = fault;
            Change();
        }
    }

    /// <summary>Does this to the connections of one client. A single client cannot be refused, only cut.</summary>
    public void Set(string client, LinkFault fault)
    {
        lock (_lock)
        {
            _ofClient[client] = fault;
            Change();
        }
    }

    /// <summary>Nothing is wrong any more, for anybody.</summary>
    public void Heal()
    {
        lock (_lock)
        {
            _ofAll = LinkFault.None;
            _ofClient.Clear();
            Change();
        }
    }

    /// <summary>Resets every open connection, both ends.</summary>
    public void Reset()
    {
        foreach (var connection in _open.Keys)
        {
            connection.Reset();
        }
    }

    public async ValueTask DisposeAsync()
    {
        lock (_lock)
        {
            _listener?.Stop();
            _listener = null;
        }

        await _accepting;
        Reset();
        await Task.WhenAll(_open.Keys.Select(connection => connection.Done));
    }

    internal (LinkFault Fault, Task Changed) FaultOf(string? client)
    {
        lock (_lock)
        {
            return (client is not null && _ofClient.TryGetValue(client, out var own) ? own : _ofAll, _changed.Task);
        }
    }

    internal bool Happens(double share)
    {
        lock (_random)
        {
#pragma warning disable CA5394 // Repeatable, not secret.
            return _random.NextDouble() < share;
#pragma warning restore CA5394
        }
    }

    private void Change()
    {
        _changed.SetResult();
        _changed = NewChange();
        if (_ofAll.Refuses)
        {
            _listener?.Stop();
            _listener = null;
            Reset();
        }
        else if (_listener is null)
        {
            Listen();
        }
    }

    private void Listen()
    {
        var listener = new TcpListener(Address);
        listener.Start();
        _listener = listener;
        _accepting = AcceptAsync(listener, _accepting);
    }

    private async Task AcceptAsync(TcpListener listener, Task before)
    {
        await before;
        while (true)
        {
            Socket client;
            try
            {
                client = await listener.AcceptSocketAsync();
            }
            catch (Exception exception) when (exception is SocketException or ObjectDisposedException or InvalidOperationException)
            {
                return;
            }

            Counts.Accept();
            var connection = new ProxiedConnection(this, client, _whoIs((IPEndPoint)client.RemoteEndPoint!));
            _open[connection] = 0;
            _ = ForwardAsync(connection);
        }
    }

    private async Task ForwardAsync(ProxiedConnection connection)
    {
        using (connection)
        {
            await connection.RunAsync(_target);
            _open.TryRemove(connection, out _);
        }
    }

    private static TaskCompletionSource NewChange() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}

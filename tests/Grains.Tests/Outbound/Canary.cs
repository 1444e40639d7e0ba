using System.Net;
using System.Net.Sockets;

namespace Mogambo.Grains.Tests.Outbound;

/// <summary>Listens on every loopback address and counts who connects: nobody should.</summary>
internal sealed class Canary : IDisposable
{
    private readonly TcpListener _listener = TcpListener.Create(0);

    public Canary() => _listener.Start();

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>A connection that was made waits here to be accepted.</summary>
    public bool WasReached => _listener.Pending();

    public void Dispose() => _listener.Dispose();
}

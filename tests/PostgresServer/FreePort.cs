using System.Net;
using System.Net.Sockets;

namespace Mogambo.PostgresServer;

/// <summary>
/// Ports for processes that are told theirs before they start, and that keep it over restarts. They lie below those that Linux hands
/// out to outgoing connections (32768 and up): a port of that range can be taken between looking and using it, or while its owner restarts.
/// </summary>
public static class FreePort
{
    private const int First = 15_000;
    private const int Count = 14_000;

    private static int s_last = Random.Shared.Next(Count);

    public static int Next()
    {
        while (true)
        {
            var port = First + (Interlocked.Increment(ref s_last) % Count);
            if (IsFree(port))
            {
                return port;
            }
        }
    }

    private static bool IsFree(int port)
    {
        using var listener = new TcpListener(IPAddress.Loopback, port);
        try
        {
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}

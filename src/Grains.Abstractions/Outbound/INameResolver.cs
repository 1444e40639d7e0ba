using System.Net;

namespace Mogambo.Outbound;

/// <summary>Turns a host into its addresses. A literal address is its own.</summary>
public interface INameResolver
{
    /// <exception cref="System.Net.Sockets.SocketException">There is no such name.</exception>
    Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken);
}

/// <summary>As the machine resolves names.</summary>
internal sealed class SystemNameResolver : INameResolver
{
    public Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken) => Dns.GetHostAddressesAsync(host, cancellationToken);
}

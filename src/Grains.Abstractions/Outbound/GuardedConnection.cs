using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;

namespace Mogambo.Outbound;

/// <summary>
/// Connects to what others name. It is the address the socket connects to that is checked, not the name or its spelling, so neither a
/// rewritten address nor a name that changes its mind between check and use gets through.
/// </summary>
public sealed class GuardedConnection(IOptions<OutboundOptions> options, INameResolver? names = null)
{
    /// <summary>The message of the exception with which a connection is refused.</summary>
    public const string Refusal = "The address is private, or plain http, and not listed in Mogambo:Outbound:AllowedPrivateAddresses.";

    private readonly AllowedAddress[] _allowed =
        [.. options.Value.AllowedPrivateAddresses.Select(text => AllowedAddress.TryParse(text, out var allowed) ? allowed : default)];

    private readonly INameResolver _names = names ?? new SystemNameResolver();

    /// <summary>A handler that goes nowhere it should not: no proxy, no redirects, no cookies, and every connection guarded.</summary>
    public SocketsHttpHandler CreateHandler() => new()
    {
        UseProxy = false,
        AllowAutoRedirect = false,
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.None,
        ConnectTimeout = TimeSpan.FromSeconds(5),
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        ConnectCallback = ConnectAsync,
        // Our trace ids are nobody else's business.
        ActivityHeadersPropagator = null,
    };

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var port = context.DnsEndPoint.Port;
        var isPlain = context.InitialRequestMessage.RequestUri?.Scheme != Uri.UriSchemeHttps;
        var addresses = await _names.ResolveAsync(context.DnsEndPoint.Host, cancellationToken);
        var usable = addresses.Where(address => IsAllowed(address, port, isPlain)).ToArray();
        if (usable.Length == 0)
        {
            throw new HttpRequestException(HttpRequestError.ConnectionError, Refusal);
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(usable, port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Whether a connection to the address may be made: a public one by https, or one that the operator listed, with its port.</summary>
    internal bool IsAllowed(IPAddress address, int port, bool isPlain)
    {
        var canonical = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return Array.Exists(_allowed, allowed => allowed.Covers(canonical, port)) || (!isPlain && !PrivateAddresses.Contain(canonical));
    }
}

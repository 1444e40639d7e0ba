using System.Net;
using System.Net.Sockets;

namespace Mogambo.Outbound;

/// <summary>
/// Checks an address that others choose when it is saved, so that they hear of it at once. What protects is the same check of every
/// connection (<see cref="GuardedConnection"/>): a name may lead elsewhere tomorrow.
/// </summary>
public sealed class OutboundUrlCheck(GuardedConnection guard, TimeProvider time, INameResolver? names = null)
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    private readonly INameResolver _names = names ?? new SystemNameResolver();

    /// <summary>What is wrong with the address, a phrase that follows the name of its member; null if events may go there.</summary>
    public async Task<string?> ProblemAsync(string? text, CancellationToken cancellationToken)
    {
        if (!OutboundUrl.TryRead(text, out var url, out var problem))
        {
            return problem;
        }

        if (await ResolveAsync(url, cancellationToken) is not { Length: > 0 } addresses)
        {
            return $"names a host that does not resolve ({url.IdnHost}): check its spelling, or save it once the name is there";
        }

        var isPlain = url.Scheme != Uri.UriSchemeHttps;
        if (addresses.All(address => guard.IsAllowed(address, url.Port, isPlain)))
        {
            return null;
        }

        return addresses.Any(address => !guard.IsAllowed(address, url.Port, isPlain: false))
            ? "leads to an address that is not on the public internet: use a public one, or have the operator list it with its port in Mogambo:Outbound:AllowedPrivateAddresses"
            : "must begin with https://: plain http is only for addresses that the operator listed in Mogambo:Outbound:AllowedPrivateAddresses";
    }

    private async Task<IPAddress[]> ResolveAsync(Uri url, CancellationToken cancellationToken)
    {
        if (IPAddress.TryParse(url.IdnHost, out var literal))
        {
            return [literal];
        }

        try
        {
            return await _names.ResolveAsync(url.IdnHost, cancellationToken).WaitAsync(s_patience, time, cancellationToken);
        }
        catch (Exception e) when (e is SocketException or ArgumentException or TimeoutException)
        {
            return [];
        }
    }
}

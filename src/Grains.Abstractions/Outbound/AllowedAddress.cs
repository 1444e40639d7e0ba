using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;

namespace Mogambo.Outbound;

/// <summary>An address range and the one port of it that may be reached.</summary>
internal readonly record struct AllowedAddress(IPNetwork Network, int Port)
{
    public bool Covers(IPAddress address, int port) => Port == port && Network.Contains(address);

    public static bool TryParse([NotNullWhen(true)] string? text, out AllowedAddress allowed)
    {
        allowed = default;
        var colon = text?.LastIndexOf(':') ?? -1;
        if (colon < 1 || !int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port is < 1 or > 65535)
        {
            return false;
        }

        var host = text![..colon].Trim('[', ']');
        if (IPAddress.TryParse(host, out var address))
        {
            allowed = new(new(address, address.GetAddressBytes().Length * 8), port);
            return true;
        }

        var isRange = IPNetwork.TryParse(host, out var network);
        allowed = new(network, port);
        return isRange;
    }
}

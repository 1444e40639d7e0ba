using System.Net;
using System.Net.Sockets;

namespace Mogambo.Silo;

/// <summary>Turns the setting <see cref="ClusterOptions.AdvertisedAddress"/> into an address.</summary>
internal static class AdvertisedAddress
{
    private const string Auto = "auto";

    /// <summary>Null if there is none by that name.</summary>
    public static IPAddress? Find(string setting)
    {
        if (IPAddress.TryParse(setting, out var address))
        {
            return address;
        }

        try
        {
            var name = setting.Equals(Auto, StringComparison.OrdinalIgnoreCase) ? Dns.GetHostName() : setting;
            var all = Dns.GetHostAddresses(name);
            return all.FirstOrDefault(each => each.AddressFamily == AddressFamily.InterNetwork && !IPAddress.IsLoopback(each)) ?? all.FirstOrDefault();
        }
        catch (SocketException)
        {
            return null;
        }
    }
}

using Mogambo.Accounts;

namespace Mogambo.Gateway.Media;

/// <summary>
/// Where a number's token may be sent for a file: the host of its instance, and, where that is Meta's, the hosts on which Meta keeps
/// files. An instance that names any other is not believed.
/// </summary>
internal static class InstanceHosts
{
    private static readonly string[] s_metaHosts = [".fbsbx.com", ".facebook.com", ".whatsapp.net", ".fbcdn.net"];

    public static bool Allows(BusinessNumber number, Uri address)
    {
        var instance = number.Options.BaseUrl!;
        if (address.Scheme == instance.Scheme && address.Authority == instance.Authority)
        {
            return true;
        }

        return address is { Scheme: "https", IsDefaultPort: true, UserInfo: "" }
            && instance is { Scheme: "https", IsDefaultPort: true }
            && instance.Host.EndsWith(".facebook.com", StringComparison.OrdinalIgnoreCase)
            && Array.Exists(s_metaHosts, host => address.Host.EndsWith(host, StringComparison.OrdinalIgnoreCase));
    }
}

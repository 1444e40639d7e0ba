namespace Mogambo.Outbound;

/// <summary>Where Mogambo may connect to on behalf of others. Bound from <c>Mogambo:Outbound</c>; the operator's, never a tenant's.</summary>
public sealed class OutboundOptions
{
    public const string Section = "Mogambo:Outbound";

    /// <summary>
    /// Private or loopback addresses that bots and subscribers may live at, each an address or a range with its port: <c>127.0.0.1:9000</c>,
    /// <c>10.0.0.0/8:443</c>, <c>[::1]:9000</c>. Plain http is allowed to these too.
    /// </summary>
    public IList<string> AllowedPrivateAddresses { get; } = [];
}

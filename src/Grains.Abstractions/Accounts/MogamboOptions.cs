namespace Mogambo.Accounts;

/// <summary>Who uses this Mogambo. Bound from the section <c>Mogambo</c>; storage, gateway and cluster bind sections of their own below it.</summary>
public sealed class MogamboOptions
{
    public const string Section = "Mogambo";

    public IList<AccountOptions> Accounts { get; } = [];
}

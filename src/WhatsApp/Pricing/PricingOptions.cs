namespace Mogambo.WhatsApp.Pricing;

/// <summary>Where prices come from. Bound from the section <c>Mogambo</c>.</summary>
public sealed class PricingOptions
{
    public const string Section = "Mogambo";

    /// <summary>
    /// Path of the rate card's CSV (see <see cref="Pricing.RateCard.Parse"/>), read once at the start. Default: none, messages are not priced.
    /// </summary>
    public string? RateCard { get; set; }
}

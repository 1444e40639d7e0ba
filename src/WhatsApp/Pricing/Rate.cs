namespace Mogambo.WhatsApp.Pricing;

/// <summary>A row of a rate card.</summary>
/// <param name="From">The first moment it holds.</param>
/// <param name="Country">ISO 3166 alpha-2, or <see cref="RateCard.Elsewhere"/>.</param>
/// <param name="Micros">Millionths of the currency a message.</param>
internal sealed record Rate(DateTimeOffset From, string Country, string Category, string Currency, long Micros);

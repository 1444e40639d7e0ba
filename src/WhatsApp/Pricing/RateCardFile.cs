using System.Security;

namespace Mogambo.WhatsApp.Pricing;

/// <summary>The rate card that the setting <c>Mogambo:RateCard</c> names.</summary>
internal static class RateCardFile
{
    /// <param name="problem">A sentence that names the setting, and the line if it is one; null on success.</param>
    public static RateCard Load(PricingOptions options, out string? problem)
    {
        problem = null;
        if (string.IsNullOrWhiteSpace(options.RateCard))
        {
            return RateCard.None;
        }

        try
        {
            using var csv = File.OpenText(options.RateCard);
            return RateCard.Parse(csv);
        }
        catch (RateCardException e)
        {
            problem = $"Mogambo:RateCard names {options.RateCard}, which is wrong at {e.Message}";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or SecurityException or ArgumentException or NotSupportedException)
        {
            problem = $"Mogambo:RateCard names {options.RateCard}, which cannot be read: {e.Message}";
        }

        return RateCard.None;
    }
}

using Mogambo.WhatsApp.Pricing;

namespace Mogambo.WhatsApp.Tests.Pricing;

internal static class Cards
{
    public const string Header = "from,country_or_market,category,currency,amount";

    public static RateCard Of(params string[] rows)
    {
        using var csv = new StringReader(string.Join('\n', rows.Prepend(Header)));
        return RateCard.Parse(csv);
    }
}

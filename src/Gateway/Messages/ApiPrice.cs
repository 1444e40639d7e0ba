using System.Globalization;
using Mogambo.Messages;

namespace Mogambo.Gateway.Messages;

/// <summary>What a message costs, as the API shows it.</summary>
/// <param name="Amount">A decimal number without trailing zeros, such as <c>0.0068</c>.</param>
/// <param name="Currency">ISO 4217.</param>
internal sealed record ApiPrice(string Amount, string Currency, string Category)
{
    private const decimal MicrosPerUnit = 1_000_000m;

    public static ApiPrice? Of(MessagePrice? price) => price is null
        ? null
        : new((price.Micros / MicrosPerUnit).ToString("0.######", CultureInfo.InvariantCulture), price.Currency, price.Category);
}

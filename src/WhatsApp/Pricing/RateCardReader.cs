using System.Globalization;

namespace Mogambo.WhatsApp.Pricing;

/// <summary>Reads the rows of a rate card's CSV. No value in it holds a comma, so nothing is quoted.</summary>
internal static class RateCardReader
{
    private const string From = "from";
    private const string Country = "country_or_market";
    private const string Category = "category";
    private const string Currency = "currency";
    private const string Amount = "amount";
    private const int MicroDecimals = 6;

    // Far above any price, far below where millionths overflow.
    private const decimal MaxAmount = 1_000_000;

    private static readonly string[] Columns = [From, Country, Category, Currency, Amount];

    /// <exception cref="RateCardException">A line is wrong.</exception>
    public static IReadOnlyList<Rate> Read(TextReader csv)
    {
        var rates = new List<Rate>();
        var seen = new HashSet<(DateTimeOffset, string, string)>();
        var hasHeader = false;
        for (var line = 1; csv.ReadLine() is { } text; line++)
        {
            if (string.IsNullOrWhiteSpace(text) || text.StartsWith('#'))
            {
                continue;
            }

            var values = text.Split(',', StringSplitOptions.TrimEntries);
            if (!hasHeader)
            {
                CheckHeader(line, values);
                hasHeader = true;
                continue;
            }

            var rate = Row(line, values);
            rates.Add(seen.Add((rate.From, rate.Country, rate.Category))
                ? rate
                : throw new RateCardException(line, Country, "this country and category stand there twice from this day; keep one."));
        }

        return rates;
    }

    private static void CheckHeader(int line, string[] values)
    {
        for (var i = 0; i < Columns.Length; i++)
        {
            if (i >= values.Length || values[i] != Columns[i])
            {
                throw new RateCardException(line, Columns[i], $"the first line must be {string.Join(',', Columns)}.");
            }
        }

        CheckCount(line, values);
    }

    private static void CheckCount(int line, string[] values)
    {
        if (values.Length > Columns.Length)
        {
            throw new RateCardException(line, Amount, $"there are {values.Length} values, keep {Columns.Length}; write amounts with a point.");
        }
    }

    private static Rate Row(int line, string[] values)
    {
        CheckCount(line, values);
        string Value(int column) =>
            column < values.Length && values[column].Length > 0 ? values[column] : throw new RateCardException(line, Columns[column], "a value is missing.");

        return new(FromOf(line, Value(0)), CountryOf(line, Value(1)), CategoryOf(line, Value(2)), CurrencyOf(line, Value(3)), AmountOf(line, Value(4)));
    }

    private static DateTimeOffset FromOf(int line, string value) =>
        DateOnly.TryParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? new(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero)
            : throw new RateCardException(line, From, "write the day as yyyy-MM-dd.");

    private static string CountryOf(int line, string value) =>
        value == RateCard.Elsewhere || (value.Length == 2 && value.All(char.IsAsciiLetterUpper))
            ? value
            : throw new RateCardException(line, Country, "write a country's two capital letters, or * for the rest of the world; give a market's countries a line each.");

    private static string CategoryOf(int line, string value) =>
        value.All(c => char.IsAsciiLetterLower(c) || c is '_' or '-')
            ? value
            : throw new RateCardException(line, Category, "write WhatsApp's word in small letters, such as marketing, utility, authentication or service.");

    private static string CurrencyOf(int line, string value) =>
        value.Length == 3 && value.All(char.IsAsciiLetterUpper)
            ? value
            : throw new RateCardException(line, Currency, "write the currency's three capital letters, such as USD.");

    private static long AmountOf(int line, string value) =>
        decimal.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount)
        && amount <= MaxAmount && decimal.Round(amount, MicroDecimals) == amount
            ? (long)(amount * 1_000_000m)
            : throw new RateCardException(line, Amount, $"write the price of one message, such as 0.0068, with at most {MicroDecimals} decimals.");
}

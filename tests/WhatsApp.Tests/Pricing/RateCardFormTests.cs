using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Mogambo.Conversations;
using Mogambo.WhatsApp.Pricing;

namespace Mogambo.WhatsApp.Tests.Pricing;

public sealed class RateCardFormTests
{
    private static readonly DateTimeOffset May = new(2026, 5, 1, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("2026-13-01,US,utility,USD,1", "from")]
    [InlineData("1.1.2026,US,utility,USD,1", "from")]
    [InlineData(",US,utility,USD,1", "from")]
    [InlineData("2026-01-01,USA,utility,USD,1", "country_or_market")]
    [InlineData("2026-01-01,us,utility,USD,1", "country_or_market")]
    [InlineData("2026-01-01,North America,utility,USD,1", "country_or_market")]
    [InlineData("2026-01-01,US,Utility,USD,1", "category")]
    [InlineData("2026-01-01,US,,USD,1", "category")]
    [InlineData("2026-01-01,US,utility,usd,1", "currency")]
    [InlineData("2026-01-01,US,utility,USDT,1", "currency")]
    [InlineData("2026-01-01,US,utility,USD,-1", "amount")]
    [InlineData("2026-01-01,US,utility,USD,one", "amount")]
    [InlineData("2026-01-01,US,utility,USD,0.0000001", "amount")]
    [InlineData("2026-01-01,US,utility,USD,1000001", "amount")]
    [InlineData("2026-01-01,US,utility,USD", "amount")]
    [InlineData("2026-01-01,US,utility,USD,0,0068", "amount")]
    [InlineData("2026-01-01,BR,utility,USD,2", "country_or_market")]
    public void What_is_wrong_is_named_with_line_and_column(string row, string column)
    {
        var error = Assert.Throws<RateCardException>(() => Cards.Of("# a comment", "", "2026-01-01,BR,utility,USD,1", row));

        Assert.Equal((5, column), (error.Line, error.Column));
        Assert.StartsWith($"line 5, column {column}: ", error.Message, StringComparison.Ordinal);
        Assert.EndsWith(".", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("from,country,category,currency,amount", "country_or_market")]
    [InlineData("2026-01-01,US,utility,USD,1", "from")]
    [InlineData("from,country_or_market,category,currency,amount,note", "amount")]
    public void The_first_line_names_the_columns(string header, string column)
    {
        using var csv = new StringReader(header);

        Assert.Equal((1, column), Assert.Throws<RateCardException>(() => RateCard.Parse(csv)) is var error ? (error.Line, error.Column) : default);
    }

    [Fact]
    public void Amounts_have_up_to_6_decimals_and_lines_any_ending()
    {
        var card = Cards.Of("2026-01-01,US,utility,USD,0.000001\r", " 2026-01-01 , * , utility , USD , 1000000 ");

        Assert.Equal(1, card.Estimate(UserId.Parse("US.1"), "utility", May)!.Micros);
        Assert.Equal(1_000_000_000_000, card.Estimate(UserId.Parse("DE.1"), "utility", May)!.Micros);
    }

    [Fact]
    public void The_shipped_example_is_right_and_says_that_it_is_none_to_rely_on()
    {
        var path = Path.Combine(AppContext.BaseDirectory, "rates.example.csv");

        using var provider = With(path).BuildServiceProvider();

        Assert.NotNull(provider.GetRequiredService<RateCard>().Estimate(UserId.Parse("14155550123"), "utility", May));
        Assert.Contains("NOT WHATSAPP'S PRICES", File.ReadAllText(path), StringComparison.Ordinal);
    }

    [Fact]
    public void Without_the_setting_nothing_is_priced()
    {
        using var provider = With(null).BuildServiceProvider();

        Assert.Same(RateCard.None, provider.GetRequiredService<RateCard>());
    }

    [Fact]
    public void A_wrong_file_stops_the_start_with_setting_line_and_reason()
    {
        var path = Path.Combine(AppContext.BaseDirectory, $"{Guid.NewGuid():N}.csv");
        File.WriteAllText(path, $"{Cards.Header}\n2026-01-01,US,utility,USD,x\n");
        try
        {
            Assert.Equal(
                $"Mogambo:RateCard names {path}, which is wrong at line 2, column amount: write the price of one message, such as 0.0068, with at most 6 decimals.",
                Start(path));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void A_missing_file_stops_the_start() =>
        Assert.StartsWith("Mogambo:RateCard names /nowhere/rates.csv, which cannot be read: ", Start("/nowhere/rates.csv"), StringComparison.Ordinal);

    private static string Start(string path)
    {
        using var provider = With(path).BuildServiceProvider();
        return Assert.Throws<OptionsValidationException>(() => provider.GetRequiredService<IStartupValidator>().Validate()).Message;
    }

    private static ServiceCollection With(string? path)
    {
        var services = new ServiceCollection();
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Mogambo:RateCard", path)]).Build();
        services.AddRateCard(configuration).AddRateCard(configuration);
        return services;
    }
}

using System.Globalization;
using System.Text;
using Mogambo.Conversations;
using Mogambo.Messages;
using Mogambo.WhatsApp.Pricing;

namespace Mogambo.WhatsApp.Tests.Pricing;

public sealed class RateCardTests
{
    private static readonly RateCard Card = Cards.Of(
        "2026-01-01,US,utility,USD,0.0068",
        "2026-01-01,US,marketing,USD,0.025",
        "2026-04-01,US,utility,USD,0.007",
        "2026-01-01,*,utility,EUR,0.008",
        "2026-01-01,*,authentication,EUR,0.01",
        "2026-01-01,IN,authentication-international,USD,0.03",
        "2026-01-01,*,service,EUR,0",
        "2026-10-01,*,service,EUR,0.004");

    private static readonly UserId American = UserId.Parse("14155550123");
    private static readonly DateTimeOffset May = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("2025-12-31T23:59:59.999Z", null)]
    [InlineData("2026-01-01T00:00:00Z", 6800L)]
    [InlineData("2026-03-31T23:59:59.999Z", 6800L)]
    [InlineData("2026-04-01T00:00:00Z", 7000L)]
    [InlineData("2036-01-01T00:00:00Z", 7000L)]
    public void The_newest_rate_that_has_begun_is_in_force(string at, long? micros) =>
        Assert.Equal(micros, Card.Estimate(American, "utility", DateTimeOffset.Parse(at, CultureInfo.InvariantCulture))?.Micros);

    [Fact]
    public void An_estimate_says_all_of_a_price() =>
        Assert.Equal(new MessagePrice(25_000, "USD", "marketing", "US", IsBooked: false), Card.Estimate(American, "MARKETING", May));

    [Theory]
    [InlineData("14155550123", "US")]
    [InlineData("14165550123", "CA")]
    [InlineData("5511987654321", "BR")]
    [InlineData("551187654321", "BR")]
    [InlineData("525512345678", "MX")]
    [InlineData("541123456789", "AR")]
    [InlineData("919876543210", "IN")]
    [InlineData("79161234567", "RU")]
    [InlineData("77012345678", "KZ")]
    [InlineData("15550001111", "US")]
    [InlineData("DE.1234567", "DE")]
    [InlineData("BR.ENT.1234567", "BR")]
    [InlineData("88312345678901", null)]
    [InlineData("000", null)]
    public void A_user_s_id_tells_the_country(string user, string? country) =>
        Assert.Equal(country, Card.Estimate(UserId.Parse(user), "service", May)?.Country);

    [Fact]
    public void A_country_without_a_row_has_the_rest_of_the_world_s()
    {
        Assert.Equal(new MessagePrice(8_000, "EUR", "utility", "DE", false), Card.Estimate(UserId.Parse("4915112345678"), "utility", May));
        Assert.Equal(new MessagePrice(10_000, "EUR", "authentication", "US", false), Card.Estimate(American, "authentication", May));
        Assert.Null(Card.Estimate(UserId.Parse("4915112345678"), "marketing", May));
        Assert.Null(RateCard.None.Estimate(American, "utility", May));
    }

    [Theory]
    [InlineData("US.1", "authentication-international", 10_000L)]
    [InlineData("IN.1", "authentication-international", 30_000L)]
    [InlineData("IN.1", "authentication_international", 30_000L)]
    [InlineData("US.1", "marketing_lite", 25_000L)]
    [InlineData("US.1", "group_utility", 7_000L)]
    [InlineData("US.1", "something_new", null)]
    public void A_category_without_a_row_has_that_of_its_kind(string user, string category, long? micros) =>
        Assert.Equal(micros, Card.Estimate(UserId.Parse(user), category, May)?.Micros);

    [Theory]
    [InlineData("""{"billable":true,"pricing_model":"PMP","type":"regular","category":"utility"}""", 7_000L)]
    [InlineData("""{"billable":true,"pricing_model":"PMP","category":"marketing"}""", 25_000L)]
    [InlineData("""{"billable":false,"pricing_model":"PMP","type":"regular","category":"utility"}""", 7_000L)]
    [InlineData("""{"billable":true,"pricing_model":"PMP","type":"free_customer_service","category":"utility"}""", 0L)]
    [InlineData("""{"billable":false,"pricing_model":"PMP","type":"free_entry_point","category":"marketing"}""", 0L)]
    [InlineData("""{"type":"free_group_customer_service","category":"group_service"}""", 0L)]
    [InlineData("""{"billable":false,"pricing_model":"PMP","category":"utility"}""", 0L)]
    [InlineData("""{"billable":false,"pricing_model":"CBP","category":"utility"}""", 0L)]
    [InlineData("""{"billable":true,"pricing_model":"CBP","category":"utility"}""", null)]
    [InlineData("""{"pricing_model":"PMP","category":"utility"}""", null)]
    [InlineData("""{"billable":true,"pricing_model":"PMP","category":"something_new"}""", null)]
    [InlineData("""{"billable":false}""", null)]
    [InlineData("""{"billable":"true","type":7,"category":[]}""", null)]
    [InlineData("{}", null)]
    [InlineData("[]", null)]
    [InlineData("", null)]
    [InlineData("""{"category":"\ud800"}""", null)]
    public void WhatsApp_s_own_object_decides_what_is_booked(string pricing, long? micros)
    {
        var booked = Card.Book(American, Encoding.UTF8.GetBytes(pricing), May);

        Assert.Equal(micros, booked?.Micros);
        Assert.True(booked is null or { IsBooked: true, Country: "US" });
    }

    [Fact]
    public void Service_messages_cost_since_October_2026()
    {
        byte[] pricing = [.. """{"billable":true,"pricing_model":"PMP","type":"regular","category":"service"}"""u8];
        var october = new DateTimeOffset(2026, 10, 1, 0, 0, 0, TimeSpan.Zero);

        Assert.Equal(new MessagePrice(0, "EUR", "service", "US", true), Card.Book(American, pricing, october.AddTicks(-1)));
        Assert.Equal(new MessagePrice(4_000, "EUR", "service", "US", true), Card.Book(American, pricing, october));
    }

    [Fact]
    public void What_is_free_is_booked_without_a_rate() =>
        Assert.Equal(
            new MessagePrice(0, "USD", "utility", "US", true),
            RateCard.None.Book(American, """{"type":"free_entry_point","category":"utility"}"""u8, May));
}

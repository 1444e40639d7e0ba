using Microsoft.Extensions.Time.Testing;
using Mogambo.Simulator.Messages;

namespace Mogambo.Simulator.Tests.Messages;

public sealed class DeliveryFailureTests
{
    [Fact]
    public async Task A_business_writes_first_to_so_many_users_in_24_hours()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(50));
        await using var whatsApp = await Simulated.StartAsync(
            options => (options.PortfolioLimit, options.TemplateReview) = (2, TimeSpan.FromSeconds(-1)), time);
        await whatsApp.ApprovedMarketingAsync("news");
        await whatsApp.UserWritesAsync("15550100009", $$"""{"text":"Hi","timestamp":"{{time.GetUtcNow().ToUnixTimeSeconds()}}"}""");

        foreach (var user in new[] { "15550100001", "15550100002", "15550100001", "15550100003", "15550100009" })
        {
            Assert.Equal(200, (await whatsApp.SendTemplateAsync(user, "news")).Status);
        }

        await whatsApp.DrainedAsync();
        var failed = Assert.Single(whatsApp.Business.Statuses, status => status.GetProperty("status").GetString() == "failed");
        Assert.Equal("15550100003", failed.GetProperty("recipient_id").GetString());
        Assert.Equal(131048, failed.GetProperty("errors")[0].GetProperty("code").GetInt32());

        time.Advance(TimeSpan.FromHours(24));
        whatsApp.Business.Posts.Clear();
        await whatsApp.SendTemplateAsync("15550100003", "news");
        await whatsApp.DrainedAsync();
        Assert.DoesNotContain(whatsApp.Business.Statuses, status => status.GetProperty("status").GetString() == "failed");
    }

    [Theory]
    [InlineData("service", true, "2026-09-30", Price.FreeInWindow)]
    [InlineData("utility", true, "2026-09-30", Price.FreeInWindow)]
    [InlineData("utility", false, "2026-09-30", Price.Regular)]
    [InlineData("marketing", true, "2026-09-30", Price.Regular)]
    [InlineData("service", true, "2026-10-01", Price.Regular)]
    [InlineData("utility", true, "2026-10-01", Price.Regular)]
    public void The_price_depends_on_category_window_and_day(string category, bool isOpen, string day, string type) =>
        Assert.Equal(type, Price.TypeOf(category, isOpen, DateTimeOffset.Parse(day + "T00:00:00Z", System.Globalization.CultureInfo.InvariantCulture)));

    [Theory]
    [InlineData("2026-09-30T12:00:00Z", false, "free_customer_service")]
    [InlineData("2026-10-01T12:00:00Z", true, "regular")]
    public async Task Statuses_tell_the_price(string now, bool billable, string type)
    {
        var time = new FakeTimeProvider(DateTimeOffset.Parse(now, System.Globalization.CultureInfo.InvariantCulture));
        await using var whatsApp = await Simulated.StartAsync(options => options.Window = TimeSpan.Zero, time);

        await whatsApp.SendTextAsync("15550100001");

        await whatsApp.DrainedAsync();
        var priced = whatsApp.Business.Statuses.Where(status => status.TryGetProperty("pricing", out _)).ToList();
        Assert.Equal(["delivered", "sent"], priced.Select(status => status.GetProperty("status").GetString()).Order());
        Assert.All(priced, status => Assert.Equal(
            (billable, "PMP", type, "service"),
            (status.GetProperty("pricing").GetProperty("billable").GetBoolean(), status.GetProperty("pricing").GetProperty("pricing_model").GetString(),
                status.GetProperty("pricing").GetProperty("type").GetString(), status.GetProperty("pricing").GetProperty("category").GetString())));
    }
}

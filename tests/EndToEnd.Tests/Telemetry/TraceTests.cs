namespace Mogambo.EndToEnd.Tests.Telemetry;

/// <summary>A message and all that it leads to is one trace, whoever handles which part of it.</summary>
public sealed class TraceTests
{
    private const string User = "15550701001";

    [Theory]
    [InlineData("Sqlite", 0)]
    [InlineData("PostgreSql", 2)]
    public async Task A_message_its_reply_and_the_statuses_are_one_trace(string provider, int silosApart)
    {
        await using var outside = await Outside.StartAsync();
        await using var system = await MogamboSystem.StartAsync(await TestDatabase.CreateAsync(provider), Patient(outside), silosApart: silosApart);

        await system.WriteAsync(User, new { text = "hello" });
        await HasAsync(outside, "status", 3);

        Assert.Single(outside.Spans.Select(span => span.TraceId).Distinct());
        Assert.Equal(["webhook", "turn", "send", "status"], InOrder(outside));
    }

    [Fact]
    public async Task A_turn_that_a_bot_answers_belongs_to_the_trace_of_its_message()
    {
        await using var outside = await Outside.StartAsync();
        var settings = Patient(outside);
        settings["Mogambo__Accounts__0__Bot__Kind"] = "Http";
        settings["Mogambo__Accounts__0__Bot__Url"] = outside.Url + "/bot";
        settings["Mogambo__Accounts__0__Bot__Secret"] = "whsec_" + Convert.ToBase64String(new byte[24]);
        await using var system = await MogamboSystem.StartAsync(await TestDatabase.CreateAsync("Sqlite"), settings);

        await system.WriteAsync(User, new { text = "hello" });
        await HasAsync(outside, "status", 3);

        Assert.Single(outside.Spans.Select(span => span.TraceId).Distinct());
        Assert.Equal(["webhook", "turn", "bot", "send", "status"], InOrder(outside));
    }

    [Fact]
    public async Task What_went_through_the_inbox_is_still_the_same_trace()
    {
        await using var outside = await Outside.StartAsync();
        var settings = outside.Settings;
        settings["Mogambo__Gateway__GrainDeadline"] = "00:00:00.010";
        await using var system = await MogamboSystem.StartAsync(await TestDatabase.CreateAsync("Sqlite"), settings);

        await system.WriteAsync(User, new { text = "hello" });
        await HasAsync(outside, "inbox", 1);
        await HasAsync(outside, "status", 3);

        Assert.Single(outside.Spans.Select(span => span.TraceId).Distinct());
        Assert.Contains("inbox", InOrder(outside));
    }

    /// <summary>The first call of a conversation in a new process may take long; it does not go by the inbox here.</summary>
    private static Dictionary<string, string> Patient(Outside outside) => new(outside.Settings) { ["Mogambo__Gateway__GrainDeadline"] = "00:00:30", ["Mogambo__Gateway__StoreDeadline"] = "00:01:00" };

    private static Task HasAsync(Outside outside, string span, int count) => Eventually.TrueAsync(
        $"there are {count} spans {span}",
        () => outside.Spans.Count(one => one.Name == span) >= count,
        explain: () => string.Join('\n', outside.Spans));

    /// <summary>The first of each name, by the time it began.</summary>
    private static IEnumerable<string> InOrder(Outside outside) => outside.Spans.OrderBy(span => span.StartedAt).Select(span => span.Name).Distinct();
}

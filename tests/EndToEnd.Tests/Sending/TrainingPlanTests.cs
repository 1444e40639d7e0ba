using System.Net;
using System.Text.Json;

namespace Mogambo.EndToEnd.Tests.Sending;

/// <summary>The example of the document that Mogambo was asked for by, from the first draft of the template to the price.</summary>
public sealed class TrainingPlanTests
{
    private const string Text = "Hi {{1}}! Thanks for starting your personal training plan. We'll send you a {{2}} update with your new schedule. "
        + "You can log-in online using your training ID {{3}}. Stay fit!";

    private const string Filled = "Hi Joey! Thanks for starting your personal training plan. We'll send you a weekly update with your new schedule. "
        + "You can log-in online using your training ID 123456. Stay fit!";

    private static readonly string[] s_joey = ["Joey", "weekly", "123456"];
    private static readonly string[] s_statuses = ["accepted", "sent", "delivered", "read"];

    [Theory]
    [InlineData("Sqlite", 0)]
    [InlineData("PostgreSql", 0)]
    [InlineData("PostgreSql", 2)]
    public async Task A_template_is_reviewed_and_sent_and_its_ticks_and_price_are_seen(string provider, int silosApart)
    {
        await using var system = await MogamboSystem.StartAsync(await TestDatabase.CreateAsync(provider), silosApart: silosApart);
        var mogambo = system.Mogambo;
        const string Name = "personal_training_plan";
        const string User = "14155550123";

        await mogambo.ExpectAsync(HttpStatusCode.Created, HttpMethod.Post, "/v1/templates", Draft(Name, Text + " Tell all of your friends!"));

        await mogambo.ExpectAsync(HttpStatusCode.Accepted, HttpMethod.Post, $"/v1/templates/{Name}/en/submit");
        await system.DecideAsync(await system.TemplateIdAsync(Name), "reject", "PROMOTIONAL");
        await system.TemplateIsAsync(Name, "rejected");
        Assert.Contains("PROMOTIONAL", (await mogambo.GetAsync($"/v1/templates/{Name}/en")).Text("reason"), StringComparison.OrdinalIgnoreCase);

        await mogambo.ExpectAsync(HttpStatusCode.Accepted, HttpMethod.Put, $"/v1/templates/{Name}/en", new { components = Components(Text) });
        await Eventually.TrueAsync("the edited text is in review", async () => (await system.TemplatesAsync()).Any(template =>
            template.Text("name") == Name && template.Text("status") == "PENDING" && template.GetProperty("components")[0].Text("text") == Text));
        await mogambo.ExpectProblemAsync(HttpStatusCode.Conflict, "template-not-approved", HttpMethod.Post, "/v1/messages", Send(Name));
        await system.DecideAsync(await system.TemplateIdAsync(Name), "approve");
        await system.TemplateIsAsync(Name, "approved");

        var preview = await mogambo.ExpectAsync(
            HttpStatusCode.OK, HttpMethod.Post, $"/v1/templates/{Name}/en/preview", new { parameters = new { body = s_joey } });
        Assert.Equal(Filled, preview.Text("body"));

        await mogambo.ExpectProblemAsync(HttpStatusCode.Conflict, "not-opted-in", HttpMethod.Post, "/v1/messages", Send(Name));
        await mogambo.ExpectAsync(HttpStatusCode.OK, HttpMethod.Put, $"/v1/contacts/+{User}/opt-in", new { source = "checkout page" });
        var sent = await mogambo.ExpectAsync(HttpStatusCode.Accepted, HttpMethod.Post, "/v1/messages", Send(Name));
        Assert.Equal(Filled, sent.Text("preview"));
        Assert.Equal(("0.0068", "USD", "utility"), Price(sent));

        var id = sent.Text("id");
        await Eventually.TrueAsync("it is read", async () => (await mogambo.GetAsync($"/v1/messages/{id}")).Text("status") == "read");
        await Eventually.TrueAsync("all statuses are there", async () => (await mogambo.GetAsync($"/v1/messages/{id}")).GetProperty("statuses").GetArrayLength() == 4);
        var message = await mogambo.GetAsync($"/v1/messages/{id}");
        Assert.Equal(s_statuses, message.GetProperty("statuses").EnumerateArray().Select(status => status.Text("status")));
        Assert.Equal(("0.0068", "USD", "utility"), Price(message));
        Assert.Equal("order-77", message.Text("reference"));

        var told = await EventsAsync(mogambo, id);
        // A status that others have overtaken moves nothing, and is no event.
        Assert.Equal(s_statuses.Where(told.Contains), told);
        Assert.Equal("read", told[^1]);
        Assert.Contains(Filled, await system.RepliesAsync(User));

        var usage = (await mogambo.GetAsync("/v1/usage?group_by=template")).GetProperty("data").EnumerateArray().Single(group => group.Text("key") == Name);
        Assert.Equal((1, "0.0068"), (usage.GetProperty("delivered").GetInt32(), usage.Text("cost")));
    }

    private static object Send(string name) => new
    {
        to = "+1 (415) 555-0123",
        type = "template",
        template = new { name, language = "en", parameters = new { body = s_joey } },
        reference = "order-77",
    };

    private static object Draft(string name, string text) => new { name, language = "en", category = "UTILITY", components = Components(text) };

    private static object[] Components(string text) =>
        [new { type = "BODY", text, example = new { body_text = new[] { s_joey } } }];

    private static (string, string, string) Price(JsonElement message)
    {
        var price = message.GetProperty("price");
        return (price.Text("amount"), price.Text("currency"), price.Text("category"));
    }

    /// <summary>The statuses of a message that the feed tells, in order.</summary>
    private static async Task<List<string>> EventsAsync(MogamboProcess mogambo, string id)
    {
        var statuses = new List<string>();
        await Eventually.TrueAsync("the feed tells that it is read", async () =>
        {
            statuses.Clear();
            string? after = null;
            do
            {
                var page = await mogambo.GetAsync($"/v1/events?limit=200{(after is null ? "" : $"&after={after}")}");
                statuses.AddRange(page.GetProperty("data").EnumerateArray()
                    .Where(told => told.Text("type") == "message.status" && told.GetProperty("data").Text("id") == id)
                    .Select(told => told.GetProperty("data").Text("status")));
                after = page.GetProperty("next").GetString();
            }
            while (after is not null);
            return statuses.Contains("read");
        });
        return statuses;
    }
}

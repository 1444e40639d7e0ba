using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Mogambo.Faults.Scenarios;

namespace Mogambo.Faults.Planted;

/// <summary>Runs aimed at what leaves the product.</summary>
internal static class SendRuns
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    private static readonly string[] s_ana = ["Ana"];

    public static async Task AnswersAreLostAsync(FaultyCluster cluster, Business business)
    {
        using var response = await cluster.Control.PutAsJsonAsync("/control/faults", new { drop_after = new { count = 5 } });
        response.EnsureSuccessStatusCode();
        await cluster.Users.BurstAsync(10, "hello");
        // A repeat would come within seconds, the statuses come after twelve.
        await Task.Delay(TimeSpan.FromSeconds(15));
    }

    public static async Task OptOutBeforeItIsDueAsync(FaultyCluster cluster, Business business)
    {
        const int Users = 5;
        var users = Enumerable.Range(0, Users).Select(UserLoad.User).ToList();
        await MakeTemplateAsync(cluster);
        var due = TimeProvider.System.GetUtcNow().AddSeconds(25);
        foreach (var user in users)
        {
            await ExpectAsync(cluster, HttpMethod.Put, $"/v1/contacts/{user}/opt-in", new { source = "faults" });
            await business.SendAsync(cluster, $"key-{user}", user, new
            {
                to = user,
                type = "template",
                template = new { name = "delivery_note", language = "en", parameters = new { body = s_ana } },
                send_at = due,
            });
        }

        foreach (var user in users)
        {
            await business.OptOutAsync(cluster, user);
        }

        await Await.TrueAsync(
            "nothing is scheduled any more",
            async () => await cluster.CountAsync("select count(*) from message where direction = 1 and phase in (1, 2, 4)") == 0,
            s_patience);
    }

    public static async Task SubscriberFailsOnceAsync(FaultyCluster cluster, Business business)
    {
        business.AnswersEvent = (type, times) => type == "message.received" && times == 1 ? (int)HttpStatusCode.InternalServerError : (int)HttpStatusCode.NoContent;
        await cluster.AnswersAsync("hello", s_patience);
        await cluster.DrainedAsync();
        var owed = 0L;
        try
        {
            await Await.TrueAsync(
                "every event is taken",
                async () => business.EventsTaken >= (owed = await cluster.CountAsync("select count(*) from event")),
                TimeSpan.FromSeconds(25));
        }
        catch (TimeoutException)
        {
            // The checker says which are missing.
        }
    }

    public static async Task RepeatAKeyAsync(FaultyCluster cluster, Business business)
    {
        const int Users = 3;
        await cluster.Users.BurstAsync(Users, "hello");
        await cluster.Users.AnsweredAsync(Users, "hello", s_patience);
        for (var times = 0; times < 2; times++)
        {
            for (var n = 0; n < Users; n++)
            {
                await business.SendAsync(cluster, $"key-{n}", UserLoad.User(n), new { to = UserLoad.User(n), type = "text", text = new { body = "once" } });
            }

            await Task.Delay(TimeSpan.FromSeconds(10));
        }
    }

    private static async Task MakeTemplateAsync(FaultyCluster cluster)
    {
        await ExpectAsync(cluster, HttpMethod.Post, "/v1/templates", new
        {
            name = "delivery_note",
            language = "en",
            category = "UTILITY",
            components = new object[]
            {
                new { type = "BODY", text = "Hello {{1}}, your parcel is on its way and arrives today.", example = new { body_text = new[] { s_ana } } },
            },
        });
        await ExpectAsync(cluster, HttpMethod.Post, "/v1/templates/delivery_note/en/submit");
        await Await.TrueAsync(
            "the template is approved",
            async () =>
            {
                using var template = JsonDocument.Parse(await cluster.Gateway.Http.GetStringAsync("/v1/templates/delivery_note/en"));
                return template.RootElement.GetProperty("status").GetString() == "approved";
            },
            s_patience);
    }

    private static async Task ExpectAsync(FaultyCluster cluster, HttpMethod method, string path, object? body = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        using var response = await cluster.Gateway.Http.SendAsync(request);
        if (!response.IsSuccessStatusCode)
        {
            throw new InvalidOperationException($"{method} {path}: {(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}");
        }
    }
}

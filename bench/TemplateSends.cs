using System.Net.Http.Headers;
using System.Text;

namespace Mogambo.Bench;

/// <summary>Sends of a template by API, each with a key of its own, to users who opted in.</summary>
internal sealed class TemplateSends(Uri gateway, string apiKey)
{
    private const int Users = 5_000;
    private const long FirstUser = 15_570_000_000;

    private readonly string _run = Guid.NewGuid().ToString("N");

    /// <summary>Opts the users in.</summary>
    public async Task PrepareAsync()
    {
        var rows = new StringBuilder("number,source\n");
        for (var n = 0; n < Users; n++)
        {
            rows.Append(FirstUser + n).Append(",bench\n");
        }

        using var http = new HttpClient { BaseAddress = gateway };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/opt-ins:import") { Content = new StringContent(rows.ToString(), new MediaTypeHeaderValue("text/csv")) };
        request.Headers.Authorization = new("Bearer", apiKey);
        using var answer = await http.SendAsync(request);
        answer.EnsureSuccessStatusCode();
        await answer.Content.ReadAsStringAsync();
    }

    public HttpRequestMessage Next(long n)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/v1/messages")
        {
            Content = new StringContent(
                $$$$"""{"to":"{{{{FirstUser + (n % Users)}}}}","type":"template","template":{"name":"training_plan","language":"en","parameters":{"body":["Joey","weekly","123456"]}}}""",
                new MediaTypeHeaderValue("application/json")),
        };
        request.Headers.Authorization = new("Bearer", apiKey);
        request.Headers.Add("Idempotency-Key", $"{_run}-{n}");
        return request;
    }
}

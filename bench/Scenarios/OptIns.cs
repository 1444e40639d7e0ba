using System.Net.Http.Headers;
using System.Text;
using Mogambo.Bench.Load;

namespace Mogambo.Bench.Scenarios;

/// <summary>Opts users in, so that they may be sent templates.</summary>
internal static class OptIns
{
    public static async Task ImportAsync(Target target, Users users)
    {
        var rows = new StringBuilder("number,source\n");
        for (var n = 0; n < users.Count; n++)
        {
            rows.Append(users.Of(n)).Append(",bench\n");
        }

        using var http = new HttpClient { BaseAddress = target.Url, Timeout = TimeSpan.FromMinutes(10) };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/opt-ins:import") { Content = new StringContent(rows.ToString(), new MediaTypeHeaderValue("text/csv")) };
        request.Headers.Authorization = new("Bearer", target.ApiKey);
        using var answer = await http.SendAsync(request);
        answer.EnsureSuccessStatusCode();
        await answer.Content.ReadAsStringAsync();
    }
}

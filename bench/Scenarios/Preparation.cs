using System.Net.Http.Headers;
using System.Text;
using Mogambo.Bench.Load;

namespace Mogambo.Bench.Scenarios;

/// <summary>What must be there before templates are sent: the template, and users who agreed.</summary>
internal static class Preparation
{
    public static async Task ForSendsAsync(Target target, Users users)
    {
        using var http = ClientOf(target);
        using var synced = await http.PostAsync("/v1/templates:sync", content: null);
        synced.EnsureSuccessStatusCode();
        await OptInAsync(target, users);
    }

    /// <summary>One import of all of them.</summary>
    public static async Task OptInAsync(Target target, Users users)
    {
        using var http = ClientOf(target);
        var rows = new StringBuilder("number,source\n");
        for (var n = 0; n < users.Count; n++)
        {
            rows.Append(users.Of(n)).Append(",bench\n");
        }

        using var content = new StringContent(rows.ToString(), new MediaTypeHeaderValue("text/csv"));
        using var answer = await http.PostAsync("/v1/opt-ins:import", content);
        answer.EnsureSuccessStatusCode();
        await answer.Content.ReadAsStringAsync();
    }

    private static HttpClient ClientOf(Target target)
    {
        var http = new HttpClient { BaseAddress = target.Url, Timeout = TimeSpan.FromMinutes(10) };
        http.DefaultRequestHeaders.Authorization = new("Bearer", target.ApiKey);
        return http;
    }
}

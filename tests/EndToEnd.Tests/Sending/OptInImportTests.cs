using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Mogambo.EndToEnd.Tests.Sending;

/// <summary>A million opt-ins in one request, a thousand of them wrong.</summary>
[Collection(nameof(Alone))]
public sealed class OptInImportTests(ITestOutputHelper output)
{
    private const int Rows = 1_000_000;
    private const int EveryBad = 1_000;
    private const long Megabyte = 1024 * 1024;

    [Fact]
    public async Task A_million_rows_are_taken_and_the_bad_ones_named_while_the_service_answers()
    {
        await using var system = await MogamboSystem.StartAsync(await TestDatabase.CreateAsync("Sqlite"), new Dictionary<string, string>
        {
            ["Mogambo__Accounts__0__EventFeed"] = "false",
        });
        // It opted out after what the import says of it.
        await system.Mogambo.ExpectAsync(System.Net.HttpStatusCode.OK, HttpMethod.Delete, $"/v1/contacts/{User(7)}/opt-in", new { source = "support call" });

        var started = TimeProvider.System.GetTimestamp();
        var import = ImportAsync(system.Mogambo);
        long most = 0;
        var answers = 0;
        while (!import.IsCompleted)
        {
            var contact = await system.Mogambo.GetAsync($"/v1/contacts/{User(7)}");
            Assert.Equal("opted_out", contact.GetProperty("opt_in").Text("status"));
            most = Math.Max(most, system.Mogambo.ResidentBytes());
            answers++;
            await Task.WhenAny(import, Task.Delay(50));
        }

        var (good, bad, last) = await import;
        var seconds = TimeProvider.System.GetElapsedTime(started).TotalSeconds;
        output.WriteLine($"{Rows} rows in {seconds:0} s, {Rows / seconds:0}/s; at most {most / Megabyte} MB; answered {answers} times meanwhile; last line {last}");
        Assert.Equal(Rows / EveryBad, bad);
        Assert.Equal(Rows - (Rows / EveryBad), good);
        Assert.True(most < 700 * Megabyte, $"{most / Megabyte} MB");
        Assert.Equal("opted_in", (await system.Mogambo.GetAsync($"/v1/contacts/{User(Rows - 2)}")).GetProperty("opt_in").Text("status"));
        Assert.Equal("opted_out", (await system.Mogambo.GetAsync($"/v1/contacts/{User(7)}")).GetProperty("opt_in").Text("status"));
    }

    private static async Task<(int Good, int Bad, string Last)> ImportAsync(MogamboProcess mogambo)
    {
        using var client = new HttpClient { BaseAddress = mogambo.Url, Timeout = TimeSpan.FromMinutes(10) };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/opt-ins:import") { Content = new RowsContent { Headers = { ContentType = new MediaTypeHeaderValue("text/csv") } } };
        request.Headers.Authorization = new("Bearer", MogamboProcess.ApiKey);
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        Assert.True(response.IsSuccessStatusCode, $"{response.StatusCode}");
        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync());
        var (good, bad, last) = (0, 0, "");
        while (await lines.ReadLineAsync() is { } line)
        {
            last = line;
            var json = JsonDocument.Parse(line).RootElement;
            if (json.TryGetProperty("row", out _))
            {
                _ = json.Text("status") == "error" ? bad++ : good++;
            }
        }

        return (good, bad, last);
    }

    private static string User(int n) => $"1415{n:0000000}";

    private sealed class RowsContent : HttpContent
    {
        protected override async Task SerializeToStreamAsync(Stream stream, System.Net.TransportContext? context)
        {
            var text = new StringBuilder("number,source,at\n");
            for (var n = 0; n < Rows; n++)
            {
                text.Append(n % EveryBad == EveryBad - 1 ? "not a number" : User(n)).Append(",newsletter,2026-01-01T00:00:00Z\n");
                if (text.Length > 60_000)
                {
                    await stream.WriteAsync(Encoding.ASCII.GetBytes(text.ToString()));
                    text.Clear();
                }
            }

            await stream.WriteAsync(Encoding.ASCII.GetBytes(text.ToString()));
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}

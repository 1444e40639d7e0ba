using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Runtime.Versioning;
using System.Text.Json;

namespace Mogambo.Faults.Tests;

/// <summary><c>scripts/cluster.sh</c> as an operator uses it.</summary>
[SupportedOSPlatform("linux")]
public sealed class ClusterScriptTests : IAsyncLifetime
{
    // 500 ports, above those that other tests take (FreePort) and below those of outgoing connections.
    private static readonly int s_basePort = 29_200 + (Environment.ProcessId % 6 * 500);

    private readonly string _folder = Directory.CreateTempSubdirectory("mogambo-cluster-").FullName;
    private readonly HttpClient _phone = new() { BaseAddress = new Uri($"http://127.0.0.1:{s_basePort + 90}") };
    private readonly HttpClient _api = new() { BaseAddress = new Uri($"http://127.0.0.1:{s_basePort + 80}") };

    public ValueTask InitializeAsync()
    {
        // PostgreSQL runs as a user of its own, who must be able to reach its folder.
        File.SetUnixFileMode(_folder, (UnixFileMode)Convert.ToInt32("755", 8));
        _api.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "mgb_demo_0123456789abcdefghijklmnopqrstuv");
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await RunAsync("down");
        _phone.Dispose();
        _api.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task A_cluster_loses_a_silo_and_a_gateway_and_goes_on()
    {
        var up = await RunAsync("up", "--silos", "2", "--gateways", "2", "--base-port", s_basePort.ToString(CultureInfo.InvariantCulture));
        Assert.True(up.ExitCode == 0, up.Output);
        await AnsweredAsync("15550100001");

        Assert.Equal(0, (await RunAsync("kill", "silo-1")).ExitCode);
        var again = await RunAsync("kill", "silo-1");
        Assert.Equal((1, "silo-1 does not run.\n"), (again.ExitCode, again.Output));
        await Task.WhenAll(Enumerable.Range(2, 8).Select(user => AnsweredAsync($"1555010000{user}")));

        var added = await RunAsync("add", "silo");
        Assert.True(added.ExitCode == 0, added.Output);
        var status = await StatusAsync();
        Assert.EndsWith("ended", status["silo-1"], StringComparison.Ordinal);
        Assert.EndsWith("yes", status["silo-3"], StringComparison.Ordinal);

        // Requests go on while the gateway is killed, and none of them notices.
        using var enough = new CancellationTokenSource();
        var asking = AskAsync(enough.Token);
        Assert.Equal(0, (await RunAsync("kill", "gateway-1")).ExitCode);
        await AnsweredAsync("15550100011");
        await enough.CancelAsync();
        Assert.Equal([HttpStatusCode.OK], await asking);

        var processes = (await StatusAsync()).Values.Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]).Where(id => id != "-").ToList();
        Assert.Equal(6, processes.Count);
        var down = await RunAsync("down");
        Assert.True(down.ExitCode == 0, down.Output);
        Assert.DoesNotContain("killed", down.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(processes, IsRunning);
    }

    [Theory]
    [InlineData("There is no cluster in", "status")]
    [InlineData("There is no command 'fly'", "fly")]
    [InlineData("'kill' needs a name", "kill")]
    [InlineData("--silos is from 1 to 99, not 0", "up", "--silos", "0")]
    [InlineData("--base-port is from 1024 to 32268, not 40000", "up", "--base-port", "40000")]
    [InlineData("There is no option --force", "down", "--force")]
    public async Task What_makes_no_sense_is_refused_with_a_sentence(string sentence, params string[] words)
    {
        var (exitCode, output) = await RunAsync(words);

        Assert.Equal(1, exitCode);
        Assert.StartsWith(sentence, output, StringComparison.Ordinal);
    }

    /// <summary>A process that has ended and was not waited for by its parent has no command line any more.</summary>
    private static bool IsRunning(string process)
    {
        try
        {
            return File.ReadAllText($"/proc/{process}/cmdline").Length > 0;
        }
        catch (IOException)
        {
            return false;
        }
    }

    /// <summary>Writes "hello" and waits for the rule's answer on the phone.</summary>
    private async Task AnsweredAsync(string user)
    {
        using var written = await _phone.PostAsJsonAsync($"/control/users/{user}/messages", new { text = "hello", name = "Ana" });
        Assert.True(written.IsSuccessStatusCode);
        using var poll = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        var started = Stopwatch.GetTimestamp();
        while (!await HasReplyAsync(user))
        {
            Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(40), "No answer reached the phone.");
            await poll.WaitForNextTickAsync();
        }
    }

    private async Task<bool> HasReplyAsync(string user) =>
        (await _phone.GetFromJsonAsync<JsonElement>($"/control/users/{user}/messages")).EnumerateArray()
            .Any(message => message.GetProperty("direction").GetString() == "in"
                && message.GetProperty("content").GetProperty("body").GetString()!.StartsWith("Hi Ana!", StringComparison.Ordinal));

    /// <summary>Asks the API until told to end; which status codes there were.</summary>
    private async Task<IReadOnlyCollection<HttpStatusCode>> AskAsync(CancellationToken enough)
    {
        HashSet<HttpStatusCode> codes = [];
        while (!enough.IsCancellationRequested)
        {
            using var response = await _api.GetAsync("/v1/messages?limit=1", CancellationToken.None);
            codes.Add(response.StatusCode);
        }

        return codes;
    }

    /// <summary>The lines of <c>status</c> by name.</summary>
    private async Task<Dictionary<string, string>> StatusAsync() =>
        (await RunAsync("status")).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).ToDictionary(line => line.Split(' ')[0]);

    private async Task<(int ExitCode, string Output)> RunAsync(params string[] words)
    {
        var start = new ProcessStartInfo(ClusterScript.Path, [.. words, "--dir", _folder])
        {
            WorkingDirectory = Path.GetTempPath(),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["MOGAMBO_CONFIGURATION"] = ClusterScript.Configuration;
        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, await error + await output);
    }
}

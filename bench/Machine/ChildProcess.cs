using System.Diagnostics;
using System.Globalization;

namespace Mogambo.Bench.Machine;

/// <summary>A .NET program that the bench starts, waits for, and ends.</summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;

    private ChildProcess(string name, Process process, Uri url) => (Name, _process, Url) = (name, process, url);

    public string Name { get; }

    public Uri Url { get; }

    public int Id => _process.Id;

    public TimeSpan Cpu => CpuTime.Of(Id);

    public long ResidentBytes => long.Parse(
        File.ReadLines($"/proc/{Id}/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1],
        CultureInfo.InvariantCulture) * 1024;

    /// <summary>Starts it and returns once <paramref name="ready"/> (below <paramref name="url"/>) answers 2xx.</summary>
    public static async Task<ChildProcess> StartAsync(
        string name, Uri url, string ready, string folder, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo("dotnet", arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (key, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[key] = value;
        }

        var process = Process.Start(start)!;
        var log = new StreamWriter(Path.Combine(folder, $"{name}.log")) { AutoFlush = true };
        process.OutputDataReceived += (_, line) => Note(log, line.Data);
        process.ErrorDataReceived += (_, line) => Note(log, line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var child = new ChildProcess(name, process, url);
        await child.UntilReadyAsync(ready);
        return child;
    }

    /// <summary>kill -9.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await KillAsync();
        }

        _process.Dispose();
    }

    private async Task UntilReadyAsync(string ready)
    {
        using var http = new HttpClient { BaseAddress = Url };
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            if (_process.HasExited)
            {
                throw new InvalidOperationException($"{Name} ended with {_process.ExitCode}; its log says why.");
            }

            try
            {
                using var answer = await http.GetAsync(ready);
                if (answer.IsSuccessStatusCode)
                {
                    return;
                }
            }
            catch (HttpRequestException) when (Stopwatch.GetElapsedTime(started) < s_patience)
            {
                // Not yet.
            }

            if (Stopwatch.GetElapsedTime(started) > s_patience)
            {
                throw new TimeoutException($"{Name} was not ready within {s_patience.TotalSeconds} s.");
            }

            await Task.Delay(20);
        }
    }

    private static void Note(StreamWriter log, string? line)
    {
        if (line is not null)
        {
            lock (log)
            {
                log.WriteLine(line);
            }
        }
    }
}

using System.Diagnostics;
using System.Globalization;

namespace Mogambo.Bench.Machine;

/// <summary>A program that the bench starts, waits for, and ends.</summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    /// <summary>
    /// Has whatever hears of a socket's event work on it at once instead of handing it to a thread of the pool, which costs twice as much. For the load and the
    /// instance, which block nowhere; what is measured runs as it is shipped.
    /// </summary>
    public const string InlineCompletions = "DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS";

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    private readonly ProcessStartInfo _start;
    private readonly string _ready;
    private readonly StreamWriter _log;
    private Process _process = null!;

    private ChildProcess(string name, Uri url, string ready, ProcessStartInfo start) =>
        (Name, Url, _ready, _start, _log) = (name, url, ready, start, new(Path.Combine(start.WorkingDirectory, $"{name}.log")) { AutoFlush = true });

    public string Name { get; }

    public Uri Url { get; }

    public int Id => _process.Id;

    public TimeSpan Cpu => CpuTime.Of(Id);

    public long ResidentBytes => long.Parse(
        File.ReadLines($"/proc/{Id}/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1],
        CultureInfo.InvariantCulture) * 1024;

    /// <summary>Starts it and returns once <paramref name="ready"/> (below <paramref name="url"/>) answers 2xx.</summary>
    public static async Task<ChildProcess> StartAsync(
        string name, Uri url, string ready, string folder, string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Remove(InlineCompletions);
        foreach (var (key, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[key] = value;
        }

        var child = new ChildProcess(name, url, ready, start);
        await child.StartAgainAsync();
        return child;
    }

    /// <summary>Starts it with what it was started with, and returns once it is ready.</summary>
    public async Task StartAgainAsync()
    {
        Launch();
        await UntilReadyAsync();
    }

    /// <summary>Starts it and returns at once.</summary>
    public void Launch()
    {
        _process = Process.Start(_start)!;
        _process.OutputDataReceived += (_, line) => Note(line.Data);
        _process.ErrorDataReceived += (_, line) => Note(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Bytes that it has allocated on its heap since its start, from its metrics; 0 if it has none.</summary>
    public Task<double> AllocatedBytesAsync() => MetricAsync("dotnet_gc_heap_total_allocated");

    /// <summary>Bytes of its heap that the last collection found in use, from its metrics; 0 if it has none.</summary>
    public async Task<double> HeapBytesAsync() =>
        await MetricAsync("dotnet_gc_last_collection_heap_size_bytes") - await MetricAsync("dotnet_gc_last_collection_heap_fragmentation_size_bytes");

    private async Task<double> MetricAsync(string name)
    {
        using var http = new HttpClient { BaseAddress = Url };
        using var answer = await http.GetAsync("metrics");
        var metrics = answer.IsSuccessStatusCode ? await answer.Content.ReadAsStringAsync() : "";
        return metrics.Split('\n')
            .Where(line => line.StartsWith(name, StringComparison.Ordinal))
            .Sum(line => double.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture));
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
        await _log.DisposeAsync();
    }

    private async Task UntilReadyAsync()
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
                using var answer = await http.GetAsync(_ready);
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

    private void Note(string? line)
    {
        if (line is not null)
        {
            lock (_log)
            {
                _log.WriteLine(line);
            }
        }
    }
}

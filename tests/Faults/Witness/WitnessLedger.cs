using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Mogambo.Faults.Witness;

/// <summary>What the witness saw and did, one JSON line each, flushed before it answers.</summary>
internal sealed class WitnessLedger : IDisposable
{
    private readonly Lock _lock = new();
    private readonly StreamWriter _file;

    public WitnessLedger(string path)
    {
        Path = path;
        _file = new(path) { AutoFlush = true };
    }

    public string Path { get; }

    public void Add(string kind, JsonObject line)
    {
        line["kind"] = kind;
        line["at"] = TimeProvider.System.GetUtcNow().ToString("O");
        line["t_mono"] = Math.Round(Stopwatch.GetTimestamp() * 1000.0 / Stopwatch.Frequency, 3);
        var text = line.ToJsonString(JsonSerializerOptions.Default);
        lock (_lock)
        {
            _file.WriteLine(text);
        }
    }

    public void Dispose() => _file.Dispose();
}

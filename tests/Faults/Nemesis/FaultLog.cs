using System.Diagnostics;
using System.Text.Json;

namespace Mogambo.Faults.Nemesis;

/// <summary>What was done to the system, and when: one JSON line each, flushed before it is done.</summary>
public sealed class FaultLog : IDisposable
{
    private readonly Lock _lock = new();
    private readonly StreamWriter _file;

    public FaultLog(string path) => _file = new(path, append: true) { AutoFlush = true };

    /// <summary>A fault begins; it ends when what is returned is disposed.</summary>
    public IDisposable Begin(string name, string target)
    {
        Write(name, target, "start");
        return new Ending(() => Write(name, target, "end"));
    }

    public void Dispose() => _file.Dispose();

    private void Write(string name, string target, string phase)
    {
        lock (_lock)
        {
            _file.WriteLine(JsonSerializer.Serialize(new
            {
                t_mono = Math.Round(Stopwatch.GetTimestamp() * 1000.0 / Stopwatch.Frequency, 3),
                at = TimeProvider.System.GetUtcNow(),
                kind = "fault",
                name,
                target,
                phase,
            }));
        }
    }

    private sealed class Ending(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}

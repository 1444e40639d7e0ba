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
    /// <param name="inFlight">What was under way; a fault that strikes nothing proves nothing.</param>
    public IDisposable Begin(string name, string target, InFlight? inFlight = null)
    {
        Write(name, target, "start", inFlight);
        return new Ending(() => Write(name, target, "end", null));
    }

    public void Dispose() => _file.Dispose();

    private void Write(string name, string target, string phase, InFlight? inFlight)
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
                in_flight = inFlight is null ? null : new { posts = inFlight.Posts, sends = inFlight.Sends, bot_calls = inFlight.BotCalls },
            }));
        }
    }

    private sealed class Ending(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}

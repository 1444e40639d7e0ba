using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace Mogambo;

/// <summary>What one failpoint does.</summary>
internal sealed partial class FailpointPlan
{
    private const int SigStop = 19;

    private readonly string _name;
    private readonly string _action;
    private readonly int _milliseconds;
    private readonly int _percent;
    private readonly int _onlyHit;
    private readonly Random _chance;
    private readonly TaskCompletionSource _held = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _lock = new();
    private int _hits;

    private FailpointPlan(Match match, int seed)
    {
        _name = match.Groups["name"].Value;
        _action = match.Groups["action"].Value;
        _milliseconds = Number(match, "ms", 0);
        _percent = Number(match, "percent", 100);
        _onlyHit = Number(match, "hit", 0);
        _chance = new Random(_name.Aggregate(seed, (sum, letter) => unchecked((sum * 31) + letter)));
    }

    public bool IsSwitch => _action == "on";

    public Task Held => _held.Task;

    public void Release() => _released.TrySetResult();

    /// <exception cref="FormatException">It does not read as <see cref="Failpoint"/> describes.</exception>
    public static Dictionary<string, FailpointPlan> ParseAll(string plans)
    {
        var parts = plans.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var seeds = parts.Where(part => part.StartsWith("seed=", StringComparison.Ordinal)).ToList();
        var seed = seeds is [var given, ..] ? SeedOf(given) : 0;
        return parts.Except(seeds).Select(part => Parse(part, seed)).ToDictionary(plan => plan._name);
    }

    public async ValueTask HitAsync()
    {
        if (!Acts(out var part))
        {
            return;
        }

        switch (_action)
        {
            case "exit":
                Process.GetCurrentProcess().Kill();
                break;
            case "stop":
                _ = Kill(Environment.ProcessId, SigStop);
                break;
            case "pause":
                await Task.Delay(_milliseconds);
                break;
            case "slow":
                await Task.Delay((int)(_milliseconds * part));
                break;
            case "hold":
                _held.TrySetResult();
                await _released.Task;
                break;
            case "throw":
                throw new FailpointException(_name);
        }
    }

    private bool Acts(out double part)
    {
        lock (_lock)
        {
            _hits++;
            part = _chance.NextDouble();
            return (_onlyHit == 0 || _hits == _onlyHit) && (_percent == 100 || _chance.Next(100) < _percent);
        }
    }

    private static FailpointPlan Parse(string text, int seed)
    {
        var match = Form().Match(text);
        if (!match.Success)
        {
            throw new FormatException($"Failpoint '{text}' is not name=throw|exit|stop|hold|pause:ms|slow:ms|on[%p][@n].");
        }

        var plan = new FailpointPlan(match, seed);
        var names = plan.IsSwitch ? FailpointNames.Bugs : FailpointNames.Places;
        return names.ContainsKey(plan._name)
            ? plan
            : throw new FormatException($"Failpoint '{text}' names no {(plan.IsSwitch ? "planted defect" : "place")} that there is.");
    }

    private static int SeedOf(string part) =>
        int.TryParse(part["seed=".Length..], NumberStyles.None, CultureInfo.InvariantCulture, out var seed)
            ? seed
            : throw new FormatException($"Failpoint '{part}' is not seed=number.");

    private static int Number(Match match, string group, int otherwise) =>
        match.Groups[group] is { Success: true, Value: var value } ? int.Parse(value, CultureInfo.InvariantCulture) : otherwise;

    [GeneratedRegex(@"\A(?<name>[a-z_]+\.[a-z_]+)=((?<action>throw|exit|stop|hold|on)|(?<action>pause|slow):(?<ms>\d{1,6}))(%(?<percent>\d{1,2}|100))?(@(?<hit>\d{1,6}))?\z", RegexOptions.ExplicitCapture)]
    private static partial Regex Form();

    [DllImport("libc", EntryPoint = "kill"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int process, int signal);
}

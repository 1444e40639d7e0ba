using System.Diagnostics;
using System.Globalization;

namespace Mogambo;

/// <summary>
/// Named places where a test can make a process fail: <c>store.after_commit=exit</c>. Off, and free, unless the host turned them on, which
/// it does only in the environment <c>Test</c>.
/// </summary>
/// <remarks>
/// A plan is a list <c>name=action[@n][;…]</c>: <c>throw</c> (an <see cref="FailpointException"/>), <c>exit</c> (kill -9 of the own
/// process), <c>pause:ms</c>; <c>@n</c> acts on the n-th hit only, otherwise on every one.
/// </remarks>
public static class Failpoint
{
    private static Dictionary<string, Plan>? s_plans;

    /// <exception cref="FormatException">The plan does not read as described.</exception>
    public static void Enable(string plans) =>
        s_plans = plans
            .Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(Plan.Parse)
            .ToDictionary(plan => plan.Name);

    public static void Disable() => s_plans = null;

    public static ValueTask HitAsync(string name) =>
        s_plans is { } plans && plans.TryGetValue(name, out var plan) ? plan.HitAsync() : ValueTask.CompletedTask;

    private sealed class Plan
    {
        private readonly string _action;
        private readonly TimeSpan _pause;
        private readonly int _onlyHit;
        private int _hits;

        private Plan(string name, string action, TimeSpan pause, int onlyHit) =>
            (Name, _action, _pause, _onlyHit) = (name, action, pause, onlyHit);

        public string Name { get; }

        public static Plan Parse(string text)
        {
            var parts = text.Split('=', 2);
            var actionAndHit = parts.Length == 2 ? parts[1].Split('@', 2) : [];
            var actionAndPause = actionAndHit is [var first, ..] ? first.Split(':', 2) : [];
            if (actionAndPause is not [var action, ..] || action is not ("throw" or "exit" or "pause"))
            {
                throw new FormatException($"Failpoint '{text}' is not name=throw|exit|pause:ms[@n].");
            }

            var pause = actionAndPause is [_, var ms] ? int.Parse(ms, CultureInfo.InvariantCulture) : 0;
            var onlyHit = actionAndHit is [_, var n] ? int.Parse(n, CultureInfo.InvariantCulture) : 0;
            return new(parts[0], action, TimeSpan.FromMilliseconds(pause), onlyHit);
        }

        public async ValueTask HitAsync()
        {
            var hit = Interlocked.Increment(ref _hits);
            if (_onlyHit != 0 && hit != _onlyHit)
            {
                return;
            }

            switch (_action)
            {
                case "exit":
                    Process.GetCurrentProcess().Kill();
                    break;
                case "pause":
                    await Task.Delay(_pause);
                    break;
                default:
                    throw new FailpointException(Name);
            }
        }
    }
}

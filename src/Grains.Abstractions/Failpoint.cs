namespace Mogambo;

/// <summary>
/// Named places where a test can make a process fail: <c>store.after_commit=exit</c>. Off, and free, unless the host turned them on, which
/// it does only in the environment <c>Test</c>. Every name is in <see cref="FailpointNames"/>, with what it is for.
/// </summary>
/// <remarks>
/// A plan is a list of <c>name=action</c>, parted by semicolons, and <c>seed=n</c> where chance is to repeat itself. The actions:
/// <list type="bullet">
/// <item><c>throw</c>: a <see cref="FailpointException"/>;</item>
/// <item><c>exit</c>: kill -9 of the own process;</item>
/// <item><c>stop</c>: the own process stands still (SIGSTOP) until somebody continues it;</item>
/// <item><c>pause:ms</c>: this hit waits so long; <c>slow:ms</c>: each waits a random part of it;</item>
/// <item><c>hold</c>: this hit waits until <see cref="Disable"/>, or another plan; <see cref="HeldAsync"/> says when somebody waits;</item>
/// <item><c>on</c>: for the switches that <see cref="IsOn"/> asks about.</item>
/// </list>
/// <c>%p</c> after an action has it act by chance, in p of 100 hits; <c>@n</c> on the n-th hit only.
/// </remarks>
public static class Failpoint
{
    private static Dictionary<string, FailpointPlan>? s_plans;

    /// <exception cref="FormatException">The plan does not read as described, or names what there is not.</exception>
    public static void Enable(string plans) => Replace(FailpointPlan.ParseAll(plans));

    /// <summary>All of them are off, and who was held goes on.</summary>
    public static void Disable() => Replace(null);

    /// <summary>Does what the plan says of this place, if anything.</summary>
    /// <exception cref="FailpointException">The plan says so.</exception>
    public static ValueTask HitAsync(string name) =>
        s_plans is { } plans && plans.TryGetValue(name, out var plan) ? plan.HitAsync() : ValueTask.CompletedTask;

    /// <inheritdoc cref="HitAsync"/>
    /// <remarks>For code that has a thread of its own and may block it.</remarks>
    public static void Hit(string name)
    {
        if (s_plans is not null)
        {
            HitAsync(name).AsTask().GetAwaiter().GetResult();
        }
    }

    /// <summary>Ends when somebody is held at this place, which has a plan <c>hold</c>.</summary>
    public static Task HeldAsync(string name) => s_plans![name].Held;

    /// <summary>Whether a defect is planted: the run that asked for it must find it.</summary>
    public static bool IsOn(string name) => s_plans is { } plans && plans.TryGetValue(name, out var plan) && plan.IsSwitch;

    private static void Replace(Dictionary<string, FailpointPlan>? plans)
    {
        var before = Interlocked.Exchange(ref s_plans, plans);
        foreach (var plan in before?.Values.AsEnumerable() ?? [])
        {
            plan.Release();
        }
    }
}

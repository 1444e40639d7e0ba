using System.Globalization;

namespace Mogambo.Bench.Machine;

/// <summary>How long processes have had a processor, from <c>/proc</c>.</summary>
internal static class CpuTime
{
    // The kernel's unit for user space is 1/100 s on every Linux that .NET runs on.
    private const double TicksPerSecond = 100;

    /// <summary>Of one process.</summary>
    public static TimeSpan Of(int process) => Read(process) is { } stat ? Seconds(stat.User + stat.System) : TimeSpan.Zero;

    /// <summary>Of a process, its children that live, and those that it waited for.</summary>
    public static TimeSpan OfTree(int process)
    {
        var own = Read(process) is { } stat ? Seconds(stat.User + stat.System + stat.Waited) : TimeSpan.Zero;
        return Directory.GetDirectories("/proc")
            .Select(directory => int.TryParse(Path.GetFileName(directory), CultureInfo.InvariantCulture, out var id) ? id : 0)
            .Where(id => id > 0 && Read(id)?.Parent == process)
            .Aggregate(own, (sum, child) => sum + Of(child));
    }

    private static TimeSpan Seconds(long ticks) => TimeSpan.FromSeconds(ticks / TicksPerSecond);

    private static Stat? Read(int process)
    {
        try
        {
            // "pid (name) state parent …": the name may hold anything but is followed by the last parenthesis.
            var stat = File.ReadAllText($"/proc/{process}/stat");
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return new(Number(fields[1]), Number(fields[11]), Number(fields[12]), Number(fields[13]) + Number(fields[14]));
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);

    private readonly record struct Stat(long Parent, long User, long System, long Waited);
}

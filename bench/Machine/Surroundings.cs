using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Mogambo.Bench.Machine;

/// <summary>When, of which commit and on what machine a run was.</summary>
internal sealed record Surroundings(string Date, string Commit, string Processor, int Processors, string Memory, string System, string Runtime)
{
    public static async Task<Surroundings> ReadAsync() => new(
        TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture),
        await CommitAsync(),
        Field("/proc/cpuinfo", "model name"),
        Environment.ProcessorCount,
        $"{long.Parse(Field("/proc/meminfo", "MemTotal").Split(' ')[0], CultureInfo.InvariantCulture) / 1024 / 1024} GiB",
        RuntimeInformation.OSDescription,
        RuntimeInformation.FrameworkDescription);

    public override string ToString() => $"{Date}, commit {Commit}, {Processors} × {Processor}, {Memory}, {System}, {Runtime}";

    private static string Field(string file, string name) =>
        File.ReadLines(file).FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal)) is { } line ? line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim() : "unknown";

    /// <summary>With a plus behind it if the checkout has changes.</summary>
    private static async Task<string> CommitAsync()
    {
        var start = new ProcessStartInfo("git", ["describe", "--always", "--dirty=+", "--exclude=*"])
        {
            WorkingDirectory = Path.GetDirectoryName(typeof(Surroundings).Assembly.Location),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            using var git = Process.Start(start)!;
            var commit = await git.StandardOutput.ReadToEndAsync();
            await git.WaitForExitAsync();
            return git.ExitCode == 0 ? commit.Trim() : "unknown";
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return "unknown";
        }
    }
}

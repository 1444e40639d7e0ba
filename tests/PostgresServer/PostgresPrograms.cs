using System.Diagnostics;
using System.Globalization;

namespace Mogambo.PostgresServer;

/// <summary>Finds PostgreSQL's programs and runs them, never as root: the server refuses that.</summary>
internal sealed class PostgresPrograms
{
    private const string DebianDirectory = "/usr/lib/postgresql";

    private readonly string _directory;

    private PostgresPrograms(string directory) => _directory = directory;

    /// <exception cref="InvalidOperationException">PostgreSQL is not installed.</exception>
    public static PostgresPrograms Find()
    {
        var versions = Directory.Exists(DebianDirectory) ? Directory.GetDirectories(DebianDirectory) : [];
        var directory = versions
            .OrderByDescending(version => double.TryParse(Path.GetFileName(version), CultureInfo.InvariantCulture, out var number) ? number : 0)
            .Select(version => Path.Combine(version, "bin"))
            .Concat((Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator))
            .FirstOrDefault(candidate => File.Exists(Path.Combine(candidate, "initdb")) && File.Exists(Path.Combine(candidate, "pg_ctl")));
        return directory is null
            ? throw new InvalidOperationException(
                "These tests need PostgreSQL: install it (initdb and pg_ctl), or name a server in MOGAMBO_TEST_POSTGRES (a connection string).")
            : new PostgresPrograms(directory);
    }

    /// <summary>Makes a directory that the server's user owns.</summary>
    public static async Task<string> CreateDirectoryAsync(string? under)
    {
        var directory = under is null
            ? Directory.CreateTempSubdirectory("mogambo-postgres-").FullName
            : Directory.CreateDirectory(Path.Combine(under, $"mogambo-postgres-{Guid.NewGuid():N}")).FullName;
        if (Environment.IsPrivilegedProcess)
        {
            await ExecuteAsync("chown", ["postgres", directory]);
        }

        return directory;
    }

    public Task RunAsync(string program, params string[] arguments)
    {
        var path = Path.Combine(_directory, program);
        return Environment.IsPrivilegedProcess
            ? ExecuteAsync("runuser", ["-u", "postgres", "--", path, .. arguments])
            : ExecuteAsync(path, arguments);
    }

    private static async Task ExecuteAsync(string program, string[] arguments)
    {
        // The server's user cannot read where the tests run, and the programs want a directory they can.
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = Path.GetTempPath(),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start.");
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException(
                $"{program} {string.Join(' ', arguments)} failed with {process.ExitCode}: {await output}{await error}");
        }
    }
}

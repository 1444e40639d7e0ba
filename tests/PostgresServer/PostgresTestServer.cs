using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace Mogambo.PostgresServer;

/// <summary>
/// A PostgreSQL server of the tests' own: loopback only, data in a temporary directory, <c>fsync</c> on as in production. If
/// <c>MOGAMBO_TEST_POSTGRES</c> holds a connection string (of a user who may create databases), that server is used instead, and cannot
/// be stopped.
/// </summary>
public sealed class PostgresTestServer : IAsyncDisposable
{
    private const string User = "mogambo";

    private readonly PostgresPrograms? _programs;
    private readonly string _directory;
    private readonly string _settings;
    private readonly string _adminConnectionString;
    private int _databases;
    private bool _running;

    private PostgresTestServer(PostgresPrograms? programs, string directory, string settings, string adminConnectionString)
    {
        (_programs, _directory, _settings, _adminConnectionString) = (programs, directory, settings, adminConnectionString);
    }

    /// <summary>Where it listens on 127.0.0.1.</summary>
    public int Port => new NpgsqlConnectionStringBuilder(_adminConnectionString).Port;

    private string DataDirectory => Path.Combine(_directory, "data");

    /// <param name="ownServer">Starts one even if there is a server in <c>MOGAMBO_TEST_POSTGRES</c>: for tests that stop it.</param>
    /// <param name="under">The directory that its data lie under, which its user must be able to enter; null: the temporary one.</param>
    /// <param name="settings">Further arguments of the server, such as <c>-c max_connections=100</c>; the last one counts.</param>
    /// <exception cref="InvalidOperationException">PostgreSQL is not installed, or did not start.</exception>
    public static async Task<PostgresTestServer> StartNewAsync(bool ownServer = false, string? under = null, string settings = "")
    {
        if (!ownServer && Environment.GetEnvironmentVariable("MOGAMBO_TEST_POSTGRES") is { Length: > 0 } given)
        {
            return new PostgresTestServer(null, "", "", given);
        }

        var programs = PostgresPrograms.Find();
        var directory = await PostgresPrograms.CreateDirectoryAsync(under);
        var port = FreePort.Next();
        var server = new PostgresTestServer(
            programs,
            directory,
            $"-p {port} -k {directory} -c listen_addresses=127.0.0.1 -c max_connections=200 {settings}",
            $"Host=127.0.0.1;Port={port};Username={User};Database=postgres;Timeout=5;GSS Encryption Mode=Disable");
        string[] small = under is null ? [] : ["--wal-segsize=1"];
        await programs.RunAsync("initdb", ["-D", server.DataDirectory, "-U", User, "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync", .. small]);
        await server.StartAsync();
        return server;
    }

    /// <summary>A new, empty database; returns its connection string.</summary>
    public async Task<string> CreateDatabaseAsync()
    {
        var name = $"test_{Environment.ProcessId}_{Interlocked.Increment(ref _databases)}";
        await ExecuteAsync($"drop database if exists {name} with (force)");
        await ExecuteAsync($"create database {name}");
        return new NpgsqlConnectionStringBuilder(_adminConnectionString) { Database = name }.ConnectionString;
    }

    /// <summary>Runs a statement as the administrator, outside any database of a test.</summary>
    public async Task ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(_adminConnectionString + ";Pooling=false");
        await connection.OpenAsync();
#pragma warning disable CA2100 // Statements of tests.
        await using var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }

    public async Task StartAsync()
    {
        await Programs.RunAsync("pg_ctl", "-D", DataDirectory, "-w", "-t", "60", "-l", Path.Combine(_directory, "log"), "-o", _settings, "start");
        _running = true;
    }

    public async Task StopAsync(StopMode mode = StopMode.Fast)
    {
        await Programs.RunAsync("pg_ctl", "-D", DataDirectory, "-w", "-m", mode == StopMode.Fast ? "fast" : "immediate", "stop");
        _running = false;
    }

    /// <summary>Whether the postmaster runs; it may still be recovering.</summary>
    public async Task<bool> IsRunningAsync()
    {
        try
        {
            await Programs.RunAsync("pg_ctl", "-D", DataDirectory, "status");
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    public async Task RestartAsync(StopMode mode = StopMode.Fast)
    {
        await StopAsync(mode);
        await StartAsync();
    }

    /// <summary>Kills the postmaster with SIGKILL and returns when its children, which notice, have ended too.</summary>
    public async Task KillAsync()
    {
        var pidFile = await File.ReadAllLinesAsync(Path.Combine(DataDirectory, "postmaster.pid"));
        var postmaster = int.Parse(pidFile[0], CultureInfo.InvariantCulture);
        var children = ChildrenOf(postmaster);
        using (var process = Process.GetProcessById(postmaster))
        {
            process.Kill();
            await process.WaitForExitAsync();
        }

        foreach (var child in children)
        {
            await WaitUntilGoneAsync(child);
        }

        _running = false;
    }

    /// <summary>Takes a backup as an operator does, while the server works.</summary>
    /// <returns>The backup's directory, which goes with the server.</returns>
    public async Task<string> BackUpAsync()
    {
        var backup = Path.Combine(_directory, $"backup-{Guid.NewGuid():N}");
        var port = new NpgsqlConnectionStringBuilder(_adminConnectionString).Port.ToString(CultureInfo.InvariantCulture);
        await Programs.RunAsync("pg_basebackup", "-D", backup, "-X", "stream", "-c", "fast", "--no-sync", "-h", _directory, "-p", port, "-U", User);
        return backup;
    }

    /// <summary>Replaces what the stopped server had by a backup, and starts it.</summary>
    /// <param name="recovers">As a recovery from an archive does, which ends on a new timeline.</param>
    public async Task RestoreAsync(string backup, bool recovers = false)
    {
        Directory.Delete(DataDirectory, recursive: true);
        Directory.Move(backup, DataDirectory);
        if (recovers)
        {
            await File.WriteAllTextAsync(Path.Combine(DataDirectory, "recovery.signal"), "");
            await File.AppendAllTextAsync(Path.Combine(DataDirectory, "postgresql.auto.conf"), "restore_command = 'false'\n");
        }

        await StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_programs is null)
        {
            return;
        }

        if (_running && await IsRunningAsync())
        {
            await StopAsync(StopMode.Immediate);
        }

        Directory.Delete(_directory, recursive: true);
    }

    private PostgresPrograms Programs =>
        _programs ?? throw new InvalidOperationException("The server of MOGAMBO_TEST_POSTGRES cannot be started or stopped by tests.");

    private static List<int> ChildrenOf(int process) =>
    [
        .. Directory.GetDirectories("/proc")
            .Select(directory => int.TryParse(Path.GetFileName(directory), CultureInfo.InvariantCulture, out var id) ? id : 0)
            .Where(id => id > 0 && ParentOf(id) == process),
    ];

    private static int ParentOf(int process)
    {
        try
        {
            // "pid (name) state parent …"; the name may hold anything but is followed by the last parenthesis.
            var stat = File.ReadAllText($"/proc/{process}/stat");
            return int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return 0;
        }
    }

    private static async Task WaitUntilGoneAsync(int process)
    {
        try
        {
            using var child = Process.GetProcessById(process);
            await child.WaitForExitAsync();
        }
        catch (ArgumentException)
        {
            // It has ended already.
        }
    }
}

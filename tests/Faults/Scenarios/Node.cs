using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Reflection;
using Mogambo.Faults.Network;
using Mogambo.PostgresServer;
using Npgsql;

namespace Mogambo.Faults.Scenarios;

/// <summary>One process of the product, with a link of its own to the database. It keeps its addresses over restarts.</summary>
public sealed class Node : IAsyncDisposable
{
    private static readonly string s_dll = typeof(Node).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(metadata => metadata.Key == "MogamboDll").Value!;

    private readonly string _folder = Directory.CreateTempSubdirectory("mogambo-node-").FullName;
    private readonly List<(long At, string Line)> _log = [];
    // Of every start: one that is disposed cannot be asked whether it still runs, and a link may ask at any moment.
    private readonly List<Process> _processes = [];
    private volatile Process? _process;

    /// <param name="name">Such as <c>silo-1</c>.</param>
    /// <param name="settings">What all nodes of the cluster share.</param>
    /// <param name="connectionString">The database's, past any link.</param>
    public Node(string name, IReadOnlyDictionary<string, string> settings, string connectionString)
    {
        var url = $"http://127.0.0.1:{FreePort.Next()}";
        var database = new NpgsqlConnectionStringBuilder(connectionString);
        Database = FaultProxy.Start(new IPEndPoint(IPAddress.Loopback, database.Port));
        database.Port = Database.Address.Port;
        (Name, SiloPort, GatewayPort) = (name, FreePort.Next(), FreePort.Next());
        Http = new() { BaseAddress = new(url), Timeout = TimeSpan.FromSeconds(30) };
        Settings = new(settings)
        {
            ["ASPNETCORE_URLS"] = url,
            ["Mogambo__Storage__ConnectionString"] = database.ConnectionString,
            ["Mogambo__Cluster__SiloPort"] = SiloPort.ToString(CultureInfo.InvariantCulture),
            ["Mogambo__Cluster__GatewayPort"] = GatewayPort.ToString(CultureInfo.InvariantCulture),
        };
    }

    /// <summary>Of every node: the product under test, with failpoints allowed, on PostgreSQL.</summary>
    public static IReadOnlyDictionary<string, string> TestSettings { get; } = new Dictionary<string, string>
    {
        ["DOTNET_ENVIRONMENT"] = "Test",
        ["ASPNETCORE_ENVIRONMENT"] = "Test",
        ["Mogambo__Simulator__Enabled"] = "false",
        ["Mogambo__Storage__Provider"] = "PostgreSql",
    };

    public string Name { get; }

    public int SiloPort { get; }

    public int GatewayPort { get; }

    /// <summary>The only way it has to the database.</summary>
    public FaultProxy Database { get; }

    public HttpClient Http { get; }

    /// <summary>Environment variables of the next start.</summary>
    public Dictionary<string, string> Settings { get; }

    /// <summary>Null while it does not run.</summary>
    public int? Id => _process is { HasExited: false } running ? running.Id : null;

    /// <summary>The lines it printed since then, a timestamp of <see cref="Stopwatch"/>.</summary>
    public IReadOnlyList<string> LogSince(long since)
    {
        lock (_log)
        {
            return [.. _log.Where(line => line.At >= since).Select(line => line.Line)];
        }
    }

    /// <summary>Returns at once.</summary>
    public void Launch()
    {
        var start = new ProcessStartInfo("dotnet", [s_dll]) { WorkingDirectory = _folder, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in Settings)
        {
            start.Environment[name] = value;
        }

        var process = Process.Start(start)!;
        _processes.Add(process);
        process.OutputDataReceived += (_, line) => Note(line.Data);
        process.ErrorDataReceived += (_, line) => Note(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        _process = process;
    }

    public async Task StartAsync()
    {
        Launch();
        await ReadyAsync();
    }

    /// <summary>A silo apart. It listens on 127.0.0.1 and says that it is on an address of its own, where its links lie.</summary>
    public static Node Silo(int n, IReadOnlyDictionary<string, string> settings, string connectionString, SiloLinks links)
    {
        var silo = new Node($"silo-{n}", settings, connectionString);
        var advertised = IPAddress.Parse($"127.0.1.{n}");
        silo.Settings["Mogambo__Cluster__Role"] = "Silo";
        silo.Settings["Mogambo__Cluster__AdvertisedAddress"] = advertised.ToString();
        silo.Settings["Mogambo__Cluster__ListenAddress"] = "127.0.0.1";
        links.Add(silo.Name, new(advertised, silo.SiloPort), new(IPAddress.Loopback, silo.SiloPort));
        links.AddForClients(new(advertised, silo.GatewayPort), new(IPAddress.Loopback, silo.GatewayPort));
        return silo;
    }

    public Task ReadyAsync() => Await.TrueAsync(
        $"{Name} is ready", async () => await ReadinessAsync() == HttpStatusCode.OK, TimeSpan.FromSeconds(90), () => string.Join('\n', LogSince(0).TakeLast(20)));

    /// <summary>Null if it cannot be asked.</summary>
    public async Task<HttpStatusCode?> ReadinessAsync()
    {
        try
        {
            using var response = await Http.GetAsync("/health/ready");
            return response.StatusCode;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    /// <summary>kill -9.</summary>
    public async Task KillAsync()
    {
        _process!.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>SIGSTOP: it stands still and knows nothing of it.</summary>
    public Task FreezeAsync() => SignalAsync("STOP");

    /// <summary>SIGCONT.</summary>
    public Task ThawAsync() => SignalAsync("CONT");

    /// <summary>SIGTERM, as an operator stops it; its exit code.</summary>
    public async Task<int> StopAsync()
    {
        var process = _process!;
        await SignalAsync("TERM");
        await process.WaitForExitAsync();
        return process.ExitCode;
    }

    /// <summary>Whether it stands still (SIGSTOP).</summary>
    public bool IsStopped => Id is { } id && File.ReadAllText($"/proc/{id}/stat") is var stat && stat[(stat.LastIndexOf(')') + 2)..].StartsWith('T');

    public async ValueTask DisposeAsync()
    {
        if (Id is not null)
        {
            await KillAsync();
        }

        _process = null;
        _processes.ForEach(process => process.Dispose());
        Http.Dispose();
        await Database.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", _process!.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    private void Note(string? line)
    {
        if (line is not null)
        {
            lock (_log)
            {
                _log.Add((Stopwatch.GetTimestamp(), line));
            }
        }
    }
}

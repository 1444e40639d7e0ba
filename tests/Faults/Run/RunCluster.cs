using System.Globalization;
using System.Net;
using Mogambo.Faults.Nemesis;
using Mogambo.Faults.Network;
using Mogambo.Faults.Scenarios;
using Mogambo.Faults.Witness;
using Mogambo.PostgresServer;
using Mogambo.Simulator;

namespace Mogambo.Faults.Run;

/// <summary>What is tried: PostgreSQL, silos, gateways behind a balancer, each watched by a supervisor; and the witness, which is never harmed.</summary>
internal sealed class RunCluster : IAsyncDisposable
{
    private const string InFlightSends = "select count(*) from message where direction = 1 and phase = 4";

    private readonly string _folder;
    private readonly CancellationTokenSource _stop = new();
    private Task _supervising = Task.CompletedTask;
    private Balancer _balancer = null!;
    private SimulatorHost _whatsApp = null!;

    private RunCluster(RunOptions options, string folder, PostgresTestServer postgres, string connectionString)
    {
        (Options, _folder, Postgres, ConnectionString) = (options, folder, postgres, connectionString);
        Accounts = [.. Enumerable.Range(0, options.Accounts).Select(index => new RunAccount(index))];
        Ledger = new(Path.Combine(folder, "witness.jsonl"));
        Log = new(FaultLogFile);
        Links = new(name => Silos.FirstOrDefault(silo => silo.Name == name)?.Id);
        Witness = new(Ledger, FreePort.Next(), options.Seed);
    }

    public RunOptions Options { get; }

    public IReadOnlyList<RunAccount> Accounts { get; }

    public PostgresTestServer Postgres { get; }

    public string ConnectionString { get; }

    public IReadOnlyList<Node> Silos { get; private set; } = [];

    public IReadOnlyList<Node> Gateways { get; private set; } = [];

    public IEnumerable<Node> Nodes => Silos.Concat(Gateways);

    public SiloLinks Links { get; }

    public FaultLog Log { get; }

    public WitnessLedger Ledger { get; }

    public WitnessServer Witness { get; }

    /// <summary>The gateways, as a business and WhatsApp see them.</summary>
    public Uri Url => _balancer.Url;

    public HttpClient Control { get; } = new();

    public string SimulatorLedger => Path.Combine(_folder, "simulator.jsonl");

    public string FaultLogFile => Path.Combine(_folder, "faults.jsonl");

    public static async Task<RunCluster> StartAsync(RunOptions options, string folder)
    {
        var postgres = await PostgresTestServer.StartNewAsync(ownServer: true);
        var cluster = new RunCluster(options, folder, postgres, await postgres.CreateDatabaseAsync());
        try
        {
            await cluster.BuildAsync();
            await Task.WhenAll(cluster.Nodes.Select(node => node.StartAsync()));
            cluster._supervising = Task.WhenAll(cluster.Nodes.Select(cluster.SuperviseAsync));
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    public Task ReadyAsync() => Task.WhenAll(Nodes.Select(node => node.ReadyAsync()));

    public async Task<InFlight> InFlightAsync() => new(await PendingAsync(), await CountAsync(InFlightSends), Witness.Asked);

    /// <summary>Webhooks that the instance holds because they were not acknowledged.</summary>
    public async Task<long> PendingAsync() =>
        long.Parse((await Control.GetStringAsync("/control/pending")).Split(':')[1].TrimEnd('}', ' ', '\n'), CultureInfo.InvariantCulture);

    public Task<long> CountAsync(string sql) => DatabaseReading.CountAsync(ConnectionString, sql);

    /// <summary>Rows of a name and a count.</summary>
    public Task<IReadOnlyList<(string What, long Count)>> CountsAsync(string sql) => DatabaseReading.CountsAsync(ConnectionString, sql);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _supervising.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        foreach (var node in Nodes)
        {
            await node.DisposeAsync();
            await File.WriteAllLinesAsync(Path.Combine(_folder, $"{node.Name}.log"), node.LogSince(0));
        }

        await Links.DisposeAsync();
        if (_balancer is not null)
        {
            await _balancer.DisposeAsync();
        }

        if (_whatsApp is not null)
        {
            await _whatsApp.DisposeAsync();
        }

        await Witness.DisposeAsync();
        await Postgres.DisposeAsync();
        Ledger.Dispose();
        Log.Dispose();
        Control.Dispose();
        _stop.Dispose();
    }

    /// <summary>As systemd would: a process that ended is started again after a second.</summary>
    private async Task SuperviseAsync(Node node)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
        while (await timer.WaitForNextTickAsync(_stop.Token))
        {
            if (node.Id is null)
            {
                await Task.Delay(TimeSpan.FromSeconds(1), _stop.Token);
                node.Launch();
            }
        }
    }

    private async Task BuildAsync()
    {
        await Witness.StartAsync();
        var simulator = FreePort.Next();
        var settings = Settings(new($"http://127.0.0.1:{simulator}"));
        Silos = [.. Enumerable.Range(1, Options.Silos).Select(n => Node.Silo(n, settings, ConnectionString, Links))];
        Gateways = [.. Enumerable.Range(1, Options.Gateways).Select(n => GatewayOf(n, settings))];
        _balancer = new(Gateways.Select(gateway => IPEndPoint.Parse(gateway.Http.BaseAddress!.Authority)));
        _whatsApp = await SimulatorHost.StartAsync(Simulated(simulator));
        Control.BaseAddress = _whatsApp.Address;
    }

    private Dictionary<string, string> Settings(Uri instance)
    {
        var settings = new Dictionary<string, string>(Node.TestSettings)
        {
            ["Mogambo__Cluster__Mode"] = "AdoNet",
            ["Mogambo__Outbound__AllowedPrivateAddresses__0"] = Witness.Url.Authority,
            ["Mogambo__MasterKeyFile"] = MasterKey(),
        };
        foreach (var (name, value) in Accounts.SelectMany(account => account.Settings(instance, Witness.Url)))
        {
            settings[name] = value;
        }

        return settings;
    }

    private string MasterKey()
    {
        var file = Path.Combine(_folder, "mogambo.key");
        File.WriteAllText(file, Convert.ToBase64String(new byte[32]));
        return file;
    }

    private Node GatewayOf(int n, Dictionary<string, string> settings)
    {
        var gateway = new Node($"gateway-{n}", settings, ConnectionString);
        gateway.Settings["Mogambo__Cluster__Role"] = "Gateway";
        return gateway;
    }

    private SimulatorOptions Simulated(int port)
    {
        var options = new SimulatorOptions
        {
            Url = $"http://127.0.0.1:{port}",
            WebhookUrl = new Uri(Url, "webhooks/whatsapp").ToString(),
            VerifyToken = "faults-verify-token",
            Ledger = SimulatorLedger,
            LedgerDetail = LedgerDetail.Lean,
            StatusDelay = "200,500,1000",
            PairLimit = 0,
            Throughput = 0,
            UserLimit = 100_000,
            RetryBase = TimeSpan.FromMilliseconds(500),
            RetryCap = TimeSpan.FromSeconds(5),
            Seed = Options.Seed,
        };
        foreach (var account in Accounts)
        {
            options.Accounts.Add(account.Simulated());
        }

        return options;
    }
}

using Mogambo.Faults.Checking;
using Mogambo.Faults.Nemesis;
using Mogambo.Faults.Network;
using Mogambo.PostgresServer;
using Mogambo.Simulator;
using Npgsql;

namespace Mogambo.Faults.Scenarios;

/// <summary>
/// The product on PostgreSQL with a simulated WhatsApp that is never killed, every link of it breakable: one process that is all, or a gateway
/// and silos of their own. One account, whose bot echoes.
/// </summary>
public sealed class FaultyCluster : IAsyncDisposable
{
    public const string Account = "102290129340398";
    public const string Number = "106540352242922";

    private const string Secret = "faults-app-secret";
    private const string Token = "faults-access-token";
    private const string Key = "mgb_test_0123456789abcdefghijklmnopqrstuv";

    private readonly string _folder = Directory.CreateTempSubdirectory("mogambo-faults-").FullName;
    private readonly HttpClient _control = new();

    private FaultyCluster(PostgresTestServer postgres, string connectionString)
    {
        (Postgres, ConnectionString) = (postgres, connectionString);
        Links = new(name => Silos.FirstOrDefault(silo => silo.Name == name)?.Id);
        Log = new(FaultLogFile);
        Users = new(_control, Secret, Account, Number) { Explain = Explain };
    }

    public PostgresTestServer Postgres { get; }

    /// <summary>Of the database, past every link.</summary>
    public string ConnectionString { get; }

    /// <summary>The process that speaks HTTP.</summary>
    public Node Gateway { get; private set; } = null!;

    /// <summary>Silos apart from it.</summary>
    public IReadOnlyList<Node> Silos { get; private set; } = [];

    public SiloLinks Links { get; }

    public FaultLog Log { get; }

    public UserLoad Users { get; }

    private SimulatorHost WhatsApp { get; set; } = null!;

    /// <summary>Speaks to the simulated WhatsApp's control.</summary>
    public HttpClient Control => _control;

    /// <summary>Where a bot, a subscriber or a caller writes down what it saw, if the scenario has one.</summary>
    public string WitnessFile => Path.Combine(_folder, "witness.jsonl");

    private string Ledger => Path.Combine(_folder, "simulator.jsonl");

    private string FaultLogFile => Path.Combine(_folder, "faults.jsonl");

    private IEnumerable<Node> Nodes => Silos.Append(Gateway);

    /// <param name="silos">0: one process that is all.</param>
    /// <param name="postgres">A server to use, which is disposed with the cluster; null: a new one.</param>
    /// <param name="prepare">Changes nodes before they start.</param>
    /// <param name="simulator">Changes how the simulated WhatsApp behaves.</param>
    public static async Task<FaultyCluster> StartAsync(
        int silos = 0, PostgresTestServer? postgres = null, Action<FaultyCluster>? prepare = null, Action<SimulatorOptions>? simulator = null)
    {
        postgres ??= await PostgresTestServer.StartNewAsync(ownServer: true);
        var cluster = new FaultyCluster(postgres, await postgres.CreateDatabaseAsync());
        try
        {
            await cluster.BuildAsync(silos, simulator);
            prepare?.Invoke(cluster);
            await Task.WhenAll(cluster.Nodes.Select(node => node.StartAsync()));
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>Everything is acknowledged, and every reply has its end.</summary>
    public async Task DrainedAsync(TimeSpan? patience = null)
    {
        var (pending, waiting, open) = (0L, 0L, 0L);
        await Await.TrueAsync(
            "everything is acknowledged and settled",
            async () =>
            {
                pending = await Users.PendingAsync();
                waiting = await CountAsync("select count(*) from inbox");
                open = await CountAsync("select count(*) from message where direction = 1 and phase in (1, 4) and rank < attempt * 16 + 1");
                return (pending, waiting, open) == (0, 0, 0);
            },
            patience ?? TimeSpan.FromSeconds(120),
            () => $"{pending} webhooks are not acknowledged, {waiting} rows are in the inbox, {open} messages are not sent\n{Explain()}");
    }

    /// <summary>Somebody who writes now is answered.</summary>
    public async Task AnswersAsync(string text, TimeSpan patience)
    {
        await Users.BurstAsync(3, text);
        await Users.AnsweredAsync(3, text, patience);
    }

    /// <summary>Reads ledger, fault log and database when everything has drained.</summary>
    public async Task<Report> CheckAsync(TimeSpan? patience = null)
    {
        await DrainedAsync(patience);
        return await ReadAsync();
    }

    /// <summary>Reads them as they are now.</summary>
    public async Task<Report> ReadAsync()
    {
        await File.AppendAllTextAsync(WitnessFile, "");
        await using var database = new NpgsqlConnection(ConnectionString + ";Pooling=false");
        await database.OpenAsync();
        return await Checker.RunAsync(Ledger, WitnessFile, FaultLogFile, database);
    }

    public Task<long> CountAsync(string sql) => DatabaseReading.CountAsync(ConnectionString, sql);

    public async ValueTask DisposeAsync()
    {
        foreach (var node in Nodes.Where(node => node is not null))
        {
            await node.DisposeAsync();
        }

        await Links.DisposeAsync();
        if (WhatsApp is not null)
        {
            await WhatsApp.DisposeAsync();
        }

        await Postgres.DisposeAsync();
        Log.Dispose();
        _control.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private string Explain() => string.Join('\n', Nodes.SelectMany(node => node.LogSince(0).TakeLast(15).Prepend($"--- {node.Name}, process {node.Id}")));

    private async Task BuildAsync(int silos, Action<SimulatorOptions>? simulator)
    {
        var settings = new Dictionary<string, string>(Node.TestSettings)
        {
            ["Mogambo__Accounts__0__Id"] = Account,
            ["Mogambo__Accounts__0__Name"] = "Faults",
            ["Mogambo__Accounts__0__AppSecret"] = Secret,
            ["Mogambo__Accounts__0__VerifyToken"] = "faults-verify-token",
            ["Mogambo__Accounts__0__ApiKeys__0__Name"] = "faults",
            ["Mogambo__Accounts__0__ApiKeys__0__Key"] = Key,
            ["Mogambo__Accounts__0__ApiKeys__0__Scopes__0"] = "*",
            ["Mogambo__Accounts__0__Numbers__0__PhoneNumberId"] = Number,
            ["Mogambo__Accounts__0__Numbers__0__AccessToken"] = Token,
            ["Mogambo__Accounts__0__Numbers__0__MessagesPerSecond"] = "0",
            ["Mogambo__Accounts__0__Bot__Kind"] = "Echo",
        };
        var isCluster = silos > 0;
        if (isCluster)
        {
            settings["Mogambo__Cluster__Mode"] = "AdoNet";
        }

        Gateway = new("gateway-1", settings, ConnectionString);
        Gateway.Settings["Mogambo__Cluster__Role"] = isCluster ? "Gateway" : "All";
        Gateway.Http.DefaultRequestHeaders.Authorization = new("Bearer", Key);
        Silos = [.. Enumerable.Range(1, silos).Select(n => Node.Silo(n, settings, ConnectionString, Links))];
        var options = Options();
        simulator?.Invoke(options);
        WhatsApp = await SimulatorHost.StartAsync(options);
        _control.BaseAddress = WhatsApp.Address;
        Users.WebhookUrl = new(Gateway.Http.BaseAddress!, "/webhooks/whatsapp");
        foreach (var node in Nodes)
        {
            node.Settings["Mogambo__Accounts__0__Numbers__0__BaseUrl"] = new Uri(WhatsApp.Address, "v25.0").ToString();
        }
    }

    private SimulatorOptions Options() => new()
    {
        Url = "http://127.0.0.1:0",
        WebhookUrl = new Uri(Gateway.Http.BaseAddress!, "/webhooks/whatsapp").ToString(),
        AccountId = Account,
        PhoneNumberId = Number,
        AppSecret = Secret,
        AccessToken = Token,
        VerifyToken = "faults-verify-token",
        Ledger = Ledger,
        StatusDelay = "0",
        PairLimit = 0,
        Throughput = 0,
        RetryBase = TimeSpan.FromMilliseconds(100),
        RetryCap = TimeSpan.FromMilliseconds(500),
        Seed = 20261122,
    };
}

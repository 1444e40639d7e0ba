using System.Globalization;
using Mogambo.Bench.Load;
using Mogambo.PostgresServer;

namespace Mogambo.Bench.Machine;

/// <summary>How the product is configured for a scenario.</summary>
internal sealed record ProductSettings
{
    private static readonly string s_secret = "whsec_" + Convert.ToBase64String(new byte[32]);

    /// <summary>Echo, Http (the instance answers), None.</summary>
    public string Bot { get; init; } = "Echo";

    /// <summary>Whether the instance is told of every event.</summary>
    public bool HasSubscriber { get; init; }

    public bool IsSqlite { get; init; }

    /// <summary>Silos as processes of their own, with one gateway before them; 0: one process is all.</summary>
    public int SilosApart { get; init; }

    /// <summary>Processes that are gateway and silo in one.</summary>
    public int Nodes { get; init; } = 1;

    public IReadOnlyDictionary<string, string> More { get; init; } = new Dictionary<string, string>();

    public Dictionary<string, string> Environment(Target target, Uri instance, string? database, string folder)
    {
        const string Account = "Mogambo__Accounts__0__";
        var settings = new Dictionary<string, string>
        {
            ["Mogambo__Simulator__Enabled"] = "false",
            ["Mogambo__Storage__Provider"] = IsSqlite ? "Sqlite" : "PostgreSql",
            ["Mogambo__Storage__ConnectionString"] = database ?? $"Data Source={Path.Combine(folder, "mogambo.db")}",
            [Account + "Id"] = target.Account,
            [Account + "AppSecret"] = target.AppSecret,
            [Account + "VerifyToken"] = "bench",
            [Account + "ApiKeys__0__Key"] = target.ApiKey,
            [Account + "ApiKeys__0__Scopes__0"] = "*",
            [Account + "Numbers__0__PhoneNumberId"] = target.Number,
            [Account + "Numbers__0__AccessToken"] = "token",
            [Account + "Numbers__0__MessagesPerSecond"] = "0",
            [Account + "Numbers__0__BaseUrl"] = new Uri(instance, "v25.0").ToString(),
            [Account + "Bot__Kind"] = Bot,
        };
        if (Bot == "Http")
        {
            settings[Account + "Bot__Url"] = new Uri(instance, "bench/bot").ToString();
            settings[Account + "Bot__Secret"] = s_secret;
        }

        if (HasSubscriber)
        {
            settings[Account + "Subscriptions__0__Url"] = new Uri(instance, "bench/subscriber").ToString();
            settings[Account + "Subscriptions__0__Secret"] = s_secret;
            settings[Account + "Subscriptions__0__Events__0"] = "*";
        }

        settings["Mogambo__Outbound__AllowedPrivateAddresses__0"] = instance.Authority;
        if (SilosApart > 0 || Nodes > 1)
        {
            settings["Mogambo__Cluster__Mode"] = "AdoNet";
        }

        foreach (var (name, value) in More)
        {
            settings[name] = value;
        }

        return settings;
    }

    /// <summary>The processes in the order in which they start; the first that has the target's address speaks HTTP with the generator.</summary>
    public IEnumerable<(string Name, Uri Url, Dictionary<string, string> Own)> Processes(Target target)
    {
        for (var silo = 1; silo <= SilosApart; silo++)
        {
            yield return Process($"silo-{silo}", new($"http://127.0.0.1:{FreePort.Next()}"), "Silo");
        }

        yield return Process("mogambo", target.Url, SilosApart > 0 ? "Gateway" : "All");
        for (var node = 2; node <= Nodes; node++)
        {
            yield return Process($"node-{node}", new($"http://127.0.0.1:{FreePort.Next()}"), "All");
        }
    }

    private static (string, Uri, Dictionary<string, string>) Process(string name, Uri url, string role) => (name, url, new()
    {
        ["ASPNETCORE_URLS"] = url.ToString().TrimEnd('/'),
        ["Mogambo__Cluster__Role"] = role,
        ["Mogambo__Cluster__SiloPort"] = FreePort.Next().ToString(CultureInfo.InvariantCulture),
        ["Mogambo__Cluster__GatewayPort"] = FreePort.Next().ToString(CultureInfo.InvariantCulture),
    });
}

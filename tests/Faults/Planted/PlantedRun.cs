using System.Diagnostics;
using Mogambo.Faults.Checking;
using Mogambo.Faults.Scenarios;

namespace Mogambo.Faults.Planted;

/// <summary>What one run came to.</summary>
/// <param name="Broken">The rules that the checker found broken.</param>
internal sealed record PlantedResult(PlantedBug Bug, bool IsPlanted, IReadOnlyList<string> Broken, Report Report, TimeSpan Took)
{
    /// <summary>Red by the right rule with the defect, green without it.</summary>
    public bool IsRight => IsPlanted ? Bug.Rules.Any(Broken.Contains) : Report.IsGood;
}

/// <summary>One short run on a cluster of its own.</summary>
internal static class PlantedRun
{
    private static readonly TimeSpan s_drain = TimeSpan.FromSeconds(60);

    public static async Task<PlantedResult> RunAsync(PlantedBug bug, bool isPlanted)
    {
        var started = Stopwatch.GetTimestamp();
        await using var business = await Business.StartAsync();
        await using var cluster = await FaultyCluster.StartAsync(bug.Silos, prepare: cluster => Prepare(cluster, bug, business, isPlanted), simulator: bug.Simulator);
        business.WriteTo(cluster.WitnessFile);
        if (isPlanted && bug.Sql is { } sql)
        {
            await cluster.CountAsync($"{sql}; select 0");
        }

        await bug.RunAsync(cluster, business);
        var report = isPlanted ? await ReadAsync(cluster) : await cluster.CheckAsync();
        var broken = report.Relations.SelectMany(relation => relation.Offences).Select(offence => offence.Name).Distinct().ToList();
        return new(bug, isPlanted, broken, report, Stopwatch.GetElapsedTime(started));
    }

    /// <summary>A defect may leave rows that nobody ever finishes; what is wrong with them is to be told all the same.</summary>
    private static async Task<Report> ReadAsync(FaultyCluster cluster)
    {
        try
        {
            return await cluster.CheckAsync(s_drain);
        }
        catch (TimeoutException)
        {
            return await cluster.ReadAsync();
        }
    }

    private static void Prepare(FaultyCluster cluster, PlantedBug bug, Business business, bool isPlanted)
    {
        foreach (var node in cluster.Silos.Append(cluster.Gateway))
        {
            node.Settings["Mogambo__Outbound__AllowedPrivateAddresses__0"] = business.Address;
            node.Settings["Mogambo__Accounts__0__Bot__Url"] = $"http://{business.Address}/bot";
            node.Settings["Mogambo__Accounts__0__Bot__Secret"] = Business.Secret;
            foreach (var (name, value) in bug.Settings)
            {
                node.Settings[name] = value;
            }

            if (bug.Settings.ContainsKey("Mogambo__Accounts__0__EventFeed"))
            {
                node.Settings["Mogambo__Accounts__0__Subscriptions__0__Url"] = $"http://{business.Address}/events";
                node.Settings["Mogambo__Accounts__0__Subscriptions__0__Secret"] = Business.Secret;
            }

            string?[] failpoints =
            [
                node == cluster.Gateway ? bug.Failpoints : null,
                cluster.Silos.Count > 0 && node == cluster.Silos[0] ? bug.SiloFailpoints : null,
                isPlanted ? $"{bug.Switch}=on" : null,
            ];
            node.Settings["Mogambo__Failpoints"] = string.Join(';', failpoints.OfType<string>());
        }
    }
}

using System.Net;
using Mogambo.Bench.Baselines;
using Mogambo.Bench.Instance;
using Mogambo.Bench.Load;
using Mogambo.Bench.Scenarios;

// The bench starts itself again as the other programs of a run.
switch (args)
{
    case ["instance", var url, var gateway, var firstUser, var users]:
        await new InstanceServer(TargetAt(gateway), new(long.Parse(firstUser, null), int.Parse(users, null))).RunAsync(new(url));
        return 0;
    case ["stub", var url, ..]:
        await BaselineHost.RunAsync(new(url), new Stub(TargetAt(url)).ServeAsync);
        return 0;
    case ["null", var url, var instance, ..]:
        using (var gateway = new NullGateway(TargetAt(url), new(instance)))
        {
            await BaselineHost.RunAsync(new(url), gateway.ServeAsync);
        }

        return 0;
    case ["floor", var url, var instance, var database]:
        using (var floor = new Floor(TargetAt(url), new(instance), database))
        {
            await floor.PrepareAsync();
            await BaselineHost.RunAsync(new(url), floor.ServeAsync);
        }

        return 0;
    default:
        return await BenchCommand.RunAsync(args);
}

static Target TargetAt(string url) => new(IPEndPoint.Parse(new Uri(url).Authority));

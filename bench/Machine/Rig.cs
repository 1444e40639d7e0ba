using System.Globalization;
using System.Net;
using System.Reflection;
using System.Text;
using Mogambo.Bench.Baselines;
using Mogambo.Bench.Load;
using Mogambo.PostgresServer;

namespace Mogambo.Bench.Machine;

/// <summary>What every scenario needs on this machine: PostgreSQL of its own with fsync on, an instance, and whatever is measured.</summary>
internal sealed class Rig : IAsyncDisposable
{
    private static readonly string s_bench = typeof(Rig).Assembly.Location;
    private static readonly string s_product = typeof(Rig).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(metadata => metadata.Key == "MogamboDll").Value!;

    // A server that has run for a while writes its log into segments that it has used before. A new one fills each of them with zeroes first, once or twice a second
    // under load, and whoever commits then waits.
    private static readonly CompositeFormat s_usedSegments = CompositeFormat.Parse("""
        do $$ begin
            for i in 1 .. {0} loop
                perform pg_logical_emit_message(false, 'bench', 'a segment of the log');
                perform pg_switch_wal();
            end loop;
        end $$
        """);

    // As docs/sizing.md says, the newest pages of the indexes are in memory: with the 128 MB that are its default they are read from and written to the system's
    // cache again and again once a few million messages are stored, and every sync of the log waits behind that.
    private const string Memory = "-c shared_buffers=2GB";

    private readonly PostgresTestServer _postgres;
    private int _subjects;

    private Rig(PostgresTestServer postgres, string folder) => (_postgres, Folder) = (postgres, folder);

    public string Folder { get; }

    public PostgresTestServer Postgres => _postgres;

    public static async Task<Rig> StartAsync()
    {
        var folder = Directory.CreateTempSubdirectory("mogambo-bench-").FullName;
        var postgres = await PostgresTestServer.StartNewAsync(ownServer: true, settings: $"{Memory} -c shared_preload_libraries=pg_stat_statements -c pg_stat_statements.track=all");
        var rig = new Rig(postgres, folder);
        await rig.UseSegmentsAsync(60);
        return rig;
    }

    /// <summary>
    /// Makes PostgreSQL keep some minutes of its log, as docs/sizing.md says of a server that is written to for long: with the gigabyte that is its default there is a
    /// checkpoint every 40 s at 4,000 turns a second, and after each the pages of the indexes go to the log whole.
    /// </summary>
    public async Task PrepareForLongAsync()
    {
        string[] settings = ["max_wal_size = '8GB'", "min_wal_size = '8GB'", "checkpoint_timeout = '15min'", "wal_compression = 'lz4'"];
        foreach (var setting in settings)
        {
            await _postgres.ExecuteAsync($"alter system set {setting}");
        }

        await _postgres.ExecuteAsync("select pg_reload_conf()");
        await UseSegmentsAsync(520);
    }

    /// <summary>The instance that takes what the subject at <paramref name="gateway"/> sends and posts statuses to it.</summary>
    public Task<ChildProcess> InstanceAsync(Target gateway, Users users)
    {
        var url = NewUrl();
        return ChildProcess.StartAsync("instance", url, "bench/stats", Folder, "dotnet", [
            s_bench, "instance", url.ToString(), gateway.Url.ToString(), users.First.ToString(CultureInfo.InvariantCulture), users.Count.ToString(CultureInfo.InvariantCulture)],
            new Dictionary<string, string> { [ChildProcess.InlineCompletions] = "1" });
    }

    /// <summary>Starts what is measured.</summary>
    public Task<Subject> StartAsync(SubjectKind kind, Target target, Uri instance, ProductSettings settings) =>
        kind == SubjectKind.Product ? ProductAsync(target, instance, settings) : BaselineAsync(kind, target, instance);

    public static Target NewTarget() => new(new IPEndPoint(IPAddress.Loopback, FreePort.Next()));

    public async ValueTask DisposeAsync()
    {
        await _postgres.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }

    private async Task UseSegmentsAsync(int segments)
    {
        await _postgres.ExecuteAsync(string.Format(CultureInfo.InvariantCulture, s_usedSegments, segments));
        await _postgres.ExecuteAsync("checkpoint");
    }

    private static Uri NewUrl() => new($"http://127.0.0.1:{FreePort.Next()}");

    private async Task<Subject> BaselineAsync(SubjectKind kind, Target target, Uri instance)
    {
        var name = kind.ToString().ToLowerInvariant();
        if (kind == SubjectKind.Kannel)
        {
            return new(name, target, await Kannel.StartAsync(target, instance, Path.Combine(Folder, $"kannel-{++_subjects}")), null);
        }

        var database = kind == SubjectKind.Floor ? await _postgres.CreateDatabaseAsync() : "";
        var process = await ChildProcess.StartAsync(name, target.Url, "bench", Folder, "dotnet", [s_bench, name, target.Url.ToString(), instance.ToString(), database]);
        return new(name, target, [process], database.Length == 0 ? null : await PostgresUse.OfAsync(database));
    }

    private async Task<Subject> ProductAsync(Target target, Uri instance, ProductSettings settings)
    {
        var folder = Directory.CreateDirectory(Path.Combine(Folder, $"product-{++_subjects}")).FullName;
        var database = settings.IsSqlite ? null : await _postgres.CreateDatabaseAsync();
        var common = settings.Environment(target, instance, database, folder);
        var processes = new List<ChildProcess>();
        foreach (var (name, url, own) in settings.Processes(target))
        {
            processes.Add(await ChildProcess.StartAsync(name, url, "health/ready", folder, "dotnet", [s_product], common.Concat(own).ToDictionary()));
        }

        return new("product", target, processes, database is null ? null : await PostgresUse.OfAsync(database));
    }
}

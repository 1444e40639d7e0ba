using System.Globalization;
using Mogambo.Silo;
using YamlDotNet.RepresentationModel;

namespace Mogambo.Architecture.Tests.Deployment;

public sealed class ComposeTests
{
    private const int LongestStop = 30;

    private static YamlNode Compose { get; } = Assert.Single(Yaml.Read("docker-compose.yml"));

    public static TheoryData<string> Processes => ["silo", "gateway"];

    [Theory]
    [MemberData(nameof(Processes))]
    public void A_process_is_set_up_for_the_cluster(string service)
    {
        var settings = Compose.Members("services", service, "environment").Select(setting => (setting.Key, setting.Value.ToString()));

        var (cluster, storage) = Settings.Bind(settings);

        Assert.Equal((ClusterMode.AdoNet, service, "auto"), (cluster.Mode, cluster.Role.ToString().ToLowerInvariant(), cluster.AdvertisedAddress));
        Assert.Equal(Mogambo.Storage.StorageProvider.PostgreSql, storage.Provider);
        Assert.False(storage.AllowUnsafe);
        Assert.Equal("true", Compose.Text("services", service, "read_only"));
        Assert.Equal("1654:1654", Compose.Text("services", service, "user"));
        var grace = int.Parse(Compose.Text("services", service, "stop_grace_period")!.TrimEnd('s'), CultureInfo.InvariantCulture);
        Assert.True(grace >= LongestStop + 10);
    }

    [Fact]
    public void Whom_a_service_waits_for_says_whether_it_is_well()
    {
        var waitedFor = Compose.Members("services")
            .SelectMany(service => service.Value.Members("depends_on"))
            .Where(dependency => dependency.Value.Text("condition") == "service_healthy")
            .Select(dependency => dependency.Key)
            .Distinct()
            .ToList();

        Assert.Contains("silo", waitedFor);
        Assert.All(waitedFor, name => Assert.True(
            Compose.At("services", name, "healthcheck") is not null || Compose.Text("services", name, "image") == "mogambo", name));
    }

    [Theory]
    [InlineData("fsync=on")]
    [InlineData("synchronous_commit=on")]
    [InlineData("full_page_writes=on")]
    public void The_database_keeps_what_it_acknowledged(string setting) =>
        Assert.Contains(Compose.Items("services", "postgres", "command"), word => word.ToString() == setting);

    [Fact]
    public void Every_limit_is_set() => Assert.All(
        Compose.Members("services").Where(service => service.Key != "master-key"),
        service => Assert.NotNull(service.Value.At("deploy", "resources", "limits", "memory")));

    [Fact]
    public void The_demos_accounts_are_settings() =>
        Assert.NotEmpty(Settings.Accounts(File.ReadAllText(Path.Combine(Repository.Root, "deploy/demo/mogambo.json"))).Accounts);

    [Fact]
    public void The_image_copies_the_lock_file_of_every_project()
    {
        var dockerfile = File.ReadAllText(Path.Combine(Repository.Root, "Dockerfile"));

        Assert.All(
            Directory.GetDirectories(Repository.Sources).Where(folder => Directory.GetFiles(folder, "*.csproj").Length > 0),
            folder => Assert.Contains($"COPY src/{Path.GetFileName(folder)}/*.csproj src/{Path.GetFileName(folder)}/packages.lock.json src/{Path.GetFileName(folder)}/", dockerfile, StringComparison.Ordinal));
    }
}

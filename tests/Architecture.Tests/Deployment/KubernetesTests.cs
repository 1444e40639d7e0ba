using System.Globalization;
using Mogambo.Silo;
using YamlDotNet.RepresentationModel;

namespace Mogambo.Architecture.Tests.Deployment;

public sealed class KubernetesTests
{
    private const string Folder = "deploy/kubernetes";
    private const int LongestStop = 30;

    private static readonly string[] s_healthPaths = ["/health/live", "/health/ready"];

    private static IReadOnlyList<YamlNode> Everything { get; } =
        [.. Directory.GetFiles(Path.Combine(Repository.Root, Folder), "*.yaml").SelectMany(file => Yaml.Read(file))];

    public static TheoryData<string> Roles => ["silo", "gateway"];

    [Fact]
    public void Every_document_says_what_it_is_and_lies_in_the_namespace() => Assert.All(Everything, document =>
    {
        Assert.NotNull(document.Text("apiVersion"));
        Assert.True(document.Text("kind") is "Kustomization" or "Namespace" || document.Text("metadata", "namespace") == "mogambo");
    });

    [Fact]
    public void The_kustomization_names_files_that_are_there() => Assert.All(
        Assert.Single(Everything, document => document.Text("kind") == "Kustomization").Items("resources"),
        file => Assert.True(File.Exists(Path.Combine(Repository.Root, Folder, file.ToString())), file.ToString()));

    [Theory]
    [MemberData(nameof(Roles))]
    public void A_process_may_finish_its_work_before_it_is_killed(string role)
    {
        var grace = int.Parse(Pod(role).Text("terminationGracePeriodSeconds")!, CultureInfo.InvariantCulture);

        Assert.True(grace >= LongestStop + 10);
    }

    [Theory]
    [MemberData(nameof(Roles))]
    public void Probes_ask_what_there_is(string role)
    {
        var container = Container(role);
        var ports = container.Items("ports").ToDictionary(port => port.Text("name")!, port => port.Text("containerPort"));

        foreach (var probe in new[] { "livenessProbe", "readinessProbe", "startupProbe" })
        {
            Assert.Contains(container.Text(probe, "httpGet", "path"), s_healthPaths);
            Assert.Equal("8080", ports[container.Text(probe, "httpGet", "port")!]);
        }

        Assert.Equal("/health/live", container.Text("livenessProbe", "httpGet", "path"));
        Assert.Equal("/health/ready", container.Text("readinessProbe", "httpGet", "path"));
    }

    [Theory]
    [MemberData(nameof(Roles))]
    public void Its_settings_are_settings(string role)
    {
        var shared = Kind("ConfigMap", "mogambo").Members("data").Select(setting => (setting.Key, setting.Value.ToString()));
        var own = Container(role).Items("env").Select(setting => (setting.Text("name")!, setting.Text("value") ?? "10.1.2.3"));

        var (cluster, storage) = Settings.Bind(shared.Concat(own));

        Assert.Equal((ClusterMode.AdoNet, role), (cluster.Mode, cluster.Role.ToString().ToLowerInvariant()));
        Assert.Equal(Mogambo.Storage.StorageProvider.PostgreSql, storage.Provider);
        Assert.True(role == "silo" ? cluster.AdvertisedAddress == "10.1.2.3" : cluster.StopDelay > TimeSpan.FromSeconds(5));
    }

    [Fact]
    public void The_silos_ports_are_the_ones_that_the_network_policy_opens()
    {
        var (cluster, _) = Settings.Bind(Kind("ConfigMap", "mogambo").Members("data").Select(setting => (setting.Key, setting.Value.ToString())));
        var opened = Kind("NetworkPolicy", "silo").Items("spec", "ingress").SelectMany(rule => rule.Items("ports")).Select(port => port.Text("port"));
        var container = Container("silo").Items("ports").Select(port => port.Text("containerPort"));

        string[] expected = ["8080", cluster.SiloPort.ToString(CultureInfo.InvariantCulture), cluster.GatewayPort.ToString(CultureInfo.InvariantCulture)];
        Assert.Equal(expected.Order(), opened.Order());
        Assert.Equal(expected.Order(), container.Order());
    }

    [Theory]
    [MemberData(nameof(Roles))]
    public void It_runs_as_nobody_special_and_writes_nowhere(string role)
    {
        Assert.Equal("true", Pod(role).Text("securityContext", "runAsNonRoot"));
        Assert.Equal("false", Pod(role).Text("automountServiceAccountToken"));
        Assert.Equal("true", Container(role).Text("securityContext", "readOnlyRootFilesystem"));
        Assert.Equal("false", Container(role).Text("securityContext", "allowPrivilegeEscalation"));
        Assert.Equal("ALL", Assert.Single(Container(role).Items("securityContext", "capabilities", "drop")).ToString());
    }

    [Theory]
    [MemberData(nameof(Roles))]
    public void One_at_a_time_is_taken_away(string role)
    {
        Assert.Equal("1", Kind("PodDisruptionBudget", role).Text("spec", "maxUnavailable"));
        Assert.Equal("0", Kind("Deployment", role).Text("spec", "strategy", "rollingUpdate", "maxUnavailable"));
        Assert.True(int.Parse(Kind("Deployment", role).Text("spec", "replicas")!, CultureInfo.InvariantCulture) > 1);
        foreach (var selector in new[] { Kind("PodDisruptionBudget", role), Kind("Deployment", role) })
        {
            Assert.Equal(Kind("Deployment", role).At("spec", "template", "metadata", "labels"), selector.At("spec", "selector", "matchLabels"));
        }
    }

    [Theory]
    [MemberData(nameof(Roles))]
    public void Keys_that_it_takes_from_the_secret_are_in_the_example(string role)
    {
        var there = Kind("Secret", "mogambo").Members("stringData").Select(member => member.Key).ToList();
        var mounted = Pod(role).Items("volumes").SelectMany(volume => volume.Items("secret", "items")).Select(item => item.Text("key")!);
        var taken = Container(role).Items("env").Select(setting => setting.Text("valueFrom", "secretKeyRef", "key")).OfType<string>();

        Assert.All(mounted.Concat(taken), key => Assert.Contains(key, there));
    }

    [Fact]
    public void The_accounts_of_the_example_are_settings() =>
        Assert.NotEmpty(Settings.Accounts(Kind("Secret", "mogambo").Text("stringData", "mogambo.json")!).Accounts);

    private static YamlNode Kind(string kind, string name) =>
        Assert.Single(Everything, document => document.Text("kind") == kind && document.Text("metadata", "name") == name);

    private static YamlNode Pod(string role) => Kind("Deployment", role).At("spec", "template", "spec")!;

    private static YamlNode Container(string role) => Assert.Single(Pod(role).Items("containers"));
}

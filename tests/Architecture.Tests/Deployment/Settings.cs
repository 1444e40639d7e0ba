using System.Text;
using Microsoft.Extensions.Configuration;
using Mogambo.Accounts;
using Mogambo.Silo;
using Mogambo.Storage;

namespace Mogambo.Architecture.Tests.Deployment;

/// <summary>Whether the settings of a deployment file are settings of Mogambo, and their values fit.</summary>
internal static class Settings
{
    private const string Prefix = "Mogambo__";

    /// <summary>Names that are read without a class of options.</summary>
    private static readonly HashSet<string> s_alone = ["Mogambo:MasterKeyFile", "Mogambo:Simulator:Enabled", "Mogambo:RateCard"];

    /// <summary>Binds them as the program does, and fails on a name that is none.</summary>
    public static (ClusterOptions Cluster, StorageOptions Storage) Bind(IEnumerable<(string Name, string Value)> variables)
    {
        var settings = variables
            .Where(variable => variable.Name.StartsWith(Prefix, StringComparison.Ordinal))
            .ToDictionary(variable => variable.Name.Replace("__", ":", StringComparison.Ordinal), variable => (string?)variable.Value);
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
        Assert.DoesNotContain(settings.Keys, name =>
            !name.StartsWith(ClusterOptions.Section + ":", StringComparison.Ordinal)
            && !name.StartsWith("Mogambo:Storage:", StringComparison.Ordinal)
            && !s_alone.Contains(name));
        return (
            configuration.GetSection(ClusterOptions.Section).Get<ClusterOptions>(Strictly) ?? new(),
            configuration.GetSection("Mogambo:Storage").Get<StorageOptions>(Strictly) ?? new());
    }

    /// <summary>The accounts of a <c>mogambo.json</c>; every name in it is a setting.</summary>
    public static MogamboOptions Accounts(string json)
    {
        using var bytes = new MemoryStream(Encoding.UTF8.GetBytes(json));
        return new ConfigurationBuilder().AddJsonStream(bytes).Build().GetSection(MogamboOptions.Section).Get<MogamboOptions>(Strictly) ?? new();
    }

    private static void Strictly(BinderOptions options) => options.ErrorOnUnknownConfiguration = true;
}

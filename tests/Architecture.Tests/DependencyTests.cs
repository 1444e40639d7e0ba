using System.Reflection;
using System.Xml.Linq;

namespace Mogambo.Architecture.Tests;

/// <summary>Dependencies point one way: the domain knows nobody, the gateway never knows the grains, the simulator nobody of ours.</summary>
public sealed class DependencyTests
{
    private static readonly Dictionary<string, string[]> s_allowed = new()
    {
        ["Grains.Abstractions"] = [],
        ["WhatsApp"] = ["Grains.Abstractions"],
        ["Storage"] = ["Grains.Abstractions"],
        ["Grains"] = ["Storage", "WhatsApp"],
        ["Silo"] = ["Grains"],
        ["Gateway"] = ["Storage", "WhatsApp"],
        ["Simulator"] = [],
        ["Mogambo"] = ["Gateway", "Silo", "Simulator"],
    };

    public static TheoryData<string> Projects => [.. s_allowed.Keys];

    [Fact]
    public void Every_project_is_in_the_table() =>
        Assert.Equal(
            s_allowed.Keys.Order(),
            Directory.GetDirectories(Repository.Sources)
                .Where(folder => Directory.GetFiles(folder, "*.csproj").Length > 0)
                .Select(folder => Path.GetFileName(folder)!)
                .Order());

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_references_what_it_may(string project)
    {
        var file = XDocument.Load(Assert.Single(Directory.GetFiles(Path.Combine(Repository.Sources, project), "*.csproj")));

        var references = file.Descendants("ProjectReference").Select(reference => reference.Attribute("Include")!.Value.Split('/')[^2]);

        Assert.Equal(s_allowed[project], references.Order());
    }

    [Theory]
    [InlineData("Mogambo.Gateway", "Mogambo.Grains", "Mogambo.Silo")]
    [InlineData("Mogambo.WhatsApp", "Mogambo.Storage", "Orleans.Runtime")]
    [InlineData("Mogambo.Storage", "Mogambo.WhatsApp", "Orleans.Runtime")]
    [InlineData("Mogambo.Grains", "Orleans.Runtime", "Microsoft.AspNetCore")]
    [InlineData("Mogambo.Grains.Abstractions", "Mogambo.WhatsApp", "Orleans.Runtime")]
    public void An_assembly_uses_nothing_of(string assembly, params string[] forbidden) =>
        Assert.DoesNotContain(Assembly.Load(assembly).GetReferencedAssemblies(), reference => forbidden.Contains(reference.Name));
}

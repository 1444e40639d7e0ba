using System.Reflection;

namespace Mogambo.Architecture.Tests;

/// <summary>What crosses a wire or is stored is named by an alias, so that a type can be renamed or moved.</summary>
public sealed class StoredTypeTests
{
    private static readonly string[] s_assemblies =
        ["Mogambo.Grains.Abstractions", "Mogambo.WhatsApp", "Mogambo.Storage", "Mogambo.Grains", "Mogambo.Silo", "Mogambo.Gateway"];

    private static IEnumerable<Type> SerializedTypes => s_assemblies
        .SelectMany(name => Assembly.Load(name).GetTypes())
        .Where(type => type.IsDefined(typeof(GenerateSerializerAttribute), inherit: false));

    [Fact]
    public void Every_serialized_type_has_an_alias() =>
        Assert.DoesNotContain(SerializedTypes, type => !type.IsDefined(typeof(AliasAttribute), inherit: false));

    [Fact]
    public void No_two_types_share_an_alias()
    {
        var aliases = SerializedTypes.Select(type => type.GetCustomAttribute<AliasAttribute>(inherit: false)?.Alias).ToList();

        Assert.NotEmpty(aliases);
        Assert.Equal(aliases.Count, aliases.Distinct().Count());
    }
}

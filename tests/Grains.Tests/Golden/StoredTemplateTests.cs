using System.Collections;
using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Mogambo.Templates;
using Orleans.Serialization;

namespace Mogambo.Grains.Tests.Golden;

/// <summary>A template that an older version stored is read by this one, down to its history and the call it waits for.</summary>
public sealed class StoredTemplateTests
{
    private static readonly TemplateState s_stored = TemplateStates.Full with
    {
        Versions = [TemplateStates.Full.Versions[0] with { WasApproved = true, History = [new(TemplateStatus.Approved, Some.Noon, null), new(TemplateStatus.Pending, Some.Noon.AddSeconds(1), "because")] }],
    };

    /// <summary>What each version could say of it; the newest last.</summary>
    private static readonly TemplateState[] s_versions = [s_stored];

    [Theory]
    [InlineData(1)]
    public void A_stored_template_reads_as_what_was_written(int version)
    {
        using var services = new ServiceCollection().AddSerializer().BuildServiceProvider();

        var read = services.GetRequiredService<Serializer<TemplateState>>().Deserialize(Golden(version))!;

        Assert.Equal(Flat(s_versions[version - 1]), Flat(read));
    }

    [Fact]
    public void Every_member_that_is_stored_is_in_the_golden_file()
    {
        var version = s_stored.Versions[0];
        var publication = s_stored.Unpublished[0];
        Assert.All(
            (object[])[s_stored, version, version.History[1], version.Call!, publication, publication.Events[0]],
            value => Assert.All(Members(value), member => Assert.False(
                IsDefault(member.GetValue(value), member.PropertyType), $"{member.Name} is at its default: set it and write the file anew beside the old one.")));
    }

    /// <summary>Every stored member with its path, so that a difference is named, and bytes and lists are compared by what is in them.</summary>
    private static IEnumerable<string> Flat(object? value, string path = "") => value switch
    {
        null => [$"{path}: null"],
        byte[] bytes => [$"{path}: {Convert.ToHexString(bytes)}"],
        string text => [$"{path}: {text}"],
        IEnumerable list => list.Cast<object>().Index().SelectMany(item => Flat(item.Item, $"{path}[{item.Index}]")).Prepend($"{path}: {list.Cast<object>().Count()}"),
        _ when Members(value).ToList() is { Count: > 0 } members => members.SelectMany(member => Flat(member.GetValue(value), $"{path}.{member.Name}")),
        _ => [$"{path}: {value}"],
    };

    private static IEnumerable<PropertyInfo> Members(object value) =>
        value.GetType().GetProperties().Where(property => property.GetCustomAttribute<IdAttribute>() is not null);

    private static bool IsDefault(object? value, Type type) =>
        value is ICollection { Count: 0 } || Equals(value, type.IsValueType ? Activator.CreateInstance(type) : null);

    private static byte[] Golden(int version)
    {
        using var file = typeof(StoredTemplateTests).Assembly.GetManifestResourceStream($"template-state-{version}.bin")!;
        using var bytes = new MemoryStream();
        file.CopyTo(bytes);
        return bytes.ToArray();
    }
}

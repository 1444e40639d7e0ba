using YamlDotNet.RepresentationModel;

namespace Mogambo.Architecture.Tests.Deployment;

/// <summary>Reads a file of YAML and finds what stands in it by keys.</summary>
internal static class Yaml
{
    /// <summary>Brings in what stands at an anchor; keys beside it win.</summary>
    private static readonly YamlScalarNode s_merge = new("<<");

    /// <summary>The documents of a file.</summary>
    public static IReadOnlyList<YamlNode> Read(string file)
    {
        using var reader = new StringReader(File.ReadAllText(Path.Combine(Repository.Root, file)));
        var stream = new YamlStream();
        stream.Load(reader);
        return [.. stream.Documents.Select(document => document.RootNode)];
    }

    /// <summary>What stands under the keys; null if one of them is missing.</summary>
    public static YamlNode? At(this YamlNode node, params string[] keys) =>
        keys.Aggregate((YamlNode?)node, (found, key) => found?.Members().Where(member => member.Key == key).Select(member => member.Value).FirstOrDefault());

    public static string? Text(this YamlNode node, params string[] keys) => (node.At(keys) as YamlScalarNode)?.Value;

    public static IEnumerable<YamlNode> Items(this YamlNode node, params string[] keys) => (node.At(keys) as YamlSequenceNode)?.Children ?? [];

    /// <summary>The members of the mapping under the keys, those of a merged anchor too.</summary>
    public static IEnumerable<(string Key, YamlNode Value)> Members(this YamlNode node, params string[] keys)
    {
        if (node.At(keys) is not YamlMappingNode mapping)
        {
            return [];
        }

        var own = mapping.Children.Where(member => !member.Key.Equals(s_merge)).Select(member => (((YamlScalarNode)member.Key).Value!, member.Value));
        var merged = mapping.Children.TryGetValue(s_merge, out var anchor) ? anchor.Members() : [];
        return own.Concat(merged.ExceptBy(own.Select(member => member.Item1), member => member.Key));
    }
}

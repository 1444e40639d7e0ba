using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Mogambo.Architecture.Tests.Deployment;

/// <summary>Reads a file of YAML and finds what stands in it by keys.</summary>
internal static class Yaml
{
    /// <summary>The documents of a file, with merged anchors resolved.</summary>
    public static IReadOnlyList<YamlNode> Read(string file)
    {
        using var reader = new StringReader(File.ReadAllText(Path.Combine(Repository.Root, file)));
        var stream = new YamlStream();
        stream.Load(new MergingParser(new Parser(reader)));
        return [.. stream.Documents.Select(document => document.RootNode)];
    }

    /// <summary>What stands under the keys; null if one of them is missing.</summary>
    public static YamlNode? At(this YamlNode node, params string[] keys)
    {
        var found = node;
        foreach (var key in keys)
        {
            if (found is not YamlMappingNode mapping || !mapping.Children.TryGetValue(new YamlScalarNode(key), out found!))
            {
                return null;
            }
        }

        return found;
    }

    public static string? Text(this YamlNode node, params string[] keys) => (node.At(keys) as YamlScalarNode)?.Value;

    public static IEnumerable<YamlNode> Items(this YamlNode node, params string[] keys) => (node.At(keys) as YamlSequenceNode)?.Children ?? [];

    public static IEnumerable<(string Key, YamlNode Value)> Members(this YamlNode node, params string[] keys) =>
        (node.At(keys) as YamlMappingNode)?.Children.Select(member => (((YamlScalarNode)member.Key).Value!, member.Value)) ?? [];
}

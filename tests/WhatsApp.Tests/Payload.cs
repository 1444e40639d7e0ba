namespace Mogambo.WhatsApp.Tests;

/// <summary>The files of <c>tests/Payloads</c>.</summary>
internal static class Payload
{
    private static readonly string Root = Path.Combine(AppContext.BaseDirectory, "Payloads");

    public static byte[] Read(string name) => File.ReadAllBytes(Path.Combine(Root, name + ".json"));

    public static IEnumerable<string> In(string folder) => Directory
        .EnumerateFiles(Path.Combine(Root, folder), "*.json", SearchOption.AllDirectories)
        .Select(file => Path.ChangeExtension(Path.GetRelativePath(Root, file), null).Replace('\\', '/'))
        .Order(StringComparer.Ordinal);
}

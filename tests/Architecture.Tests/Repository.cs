namespace Mogambo.Architecture.Tests;

/// <summary>The files that this program was built from.</summary>
internal static class Repository
{
    public static string Root { get; } = Find(AppContext.BaseDirectory);

    public static string Sources => Path.Combine(Root, "src");

    /// <summary>The product's source files, none that a build made.</summary>
    public static IEnumerable<string> SourceFiles => Directory
        .EnumerateFiles(Sources, "*.cs", SearchOption.AllDirectories)
        .Where(file => !Path.GetRelativePath(Sources, file).Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj"));

    private static string Find(string directory) =>
        File.Exists(Path.Combine(directory, "Mogambo.sln"))
            ? directory
            : Find(Path.GetDirectoryName(directory) ?? throw new InvalidOperationException("Mogambo.sln is in no directory above."));
}

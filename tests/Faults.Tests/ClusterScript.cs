namespace Mogambo.Faults.Tests;

/// <summary>Where the script is, and of which build this test is.</summary>
internal static class ClusterScript
{
    /// <summary>…/tests/Faults.Tests/bin/Release/net10.0/</summary>
    private static readonly DirectoryInfo s_build = new(AppContext.BaseDirectory.TrimEnd('/'));

    public static string Configuration => s_build.Parent!.Name;

    public static string Path => System.IO.Path.Combine(s_build.Parent!.Parent!.Parent!.Parent!.Parent!.FullName, "scripts", "cluster.sh");
}

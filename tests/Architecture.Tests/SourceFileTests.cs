namespace Mogambo.Architecture.Tests;

public sealed class SourceFileTests
{
    private const int MaxLines = 300;

    [Fact]
    public void Every_source_file_is_short_enough_to_read() =>
        Assert.DoesNotContain(Repository.SourceFiles, file => File.ReadLines(file).Count() >= MaxLines);

    /// <summary>The one place that does refuses to, outside the environment <c>Test</c>.</summary>
    [Fact]
    public void Failpoints_are_armed_in_one_place() =>
        Assert.Equal(
            ["MogamboConfiguration.cs"],
            Repository.SourceFiles
                .Where(file => File.ReadAllText(file).Contains("Failpoint.Enable(", StringComparison.Ordinal))
                .Select(file => Path.GetFileName(file)));
}


namespace Mogambo.EndToEnd.Tests.Telemetry;

/// <summary>Whether what it shows exists is asked where all of it has happened: <see cref="CanaryTests"/>.</summary>
public sealed class DashboardTests
{
    [Fact]
    public void Every_panel_has_a_title_a_unit_and_a_question()
    {
        Assert.True(WatchFiles.Panels.Count > 20);
        Assert.All(WatchFiles.Panels, panel =>
        {
            Assert.NotEmpty(panel.GetProperty("title").GetString()!);
            Assert.NotEmpty(panel.GetProperty("fieldConfig").GetProperty("defaults").GetProperty("unit").GetString()!);
            Assert.NotEmpty(panel.GetProperty("targets").EnumerateArray());
            Assert.All(panel.GetProperty("targets").EnumerateArray(), target => Assert.NotEmpty(target.GetProperty("expr").GetString()!));
        });
    }
}

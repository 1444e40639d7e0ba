using Mogambo.Simulator.Options;

namespace Mogambo.Simulator.Tests.Options;

public sealed class CommandLineTests
{
    [Fact]
    public void Reads_arguments_before_variables()
    {
        var variables = new Dictionary<string, string> { ["Simulator__PairLimit"] = "7", ["Simulator__WebhookUrl"] = "http://localhost:1/x", ["PATH"] = "/bin" };

        var options = CommandLine.Parse(["--pair-limit", "off", "--window=30m", "--accounts:0:id", "1", "--accounts:0:app-secret", "s",
            "--accounts:0:numbers:0:phone-number-id", "2", "--accounts:0:numbers:0:display-phone-number", "3", "--accounts:0:numbers:0:access-token", "t"], variables);

        Assert.Equal((0, TimeSpan.FromMinutes(30), "http://localhost:1/x"), (options.PairLimit, options.Window, options.WebhookUrl));
        Assert.Equal("2", options.Accounts[0].Numbers[0].PhoneNumberId);
    }

    [Theory]
    [InlineData("--colour", "red")]
    [InlineData("--window", "soon")]
    [InlineData("--throughput", "many")]
    [InlineData("--throughput", "-1")]
    [InlineData("--open", "maybe")]
    [InlineData("--window-refusal", "later")]
    [InlineData("--status-delay", "1,2")]
    [InlineData("--webhook-url", "localhost")]
    [InlineData("--account-id", "abc")]
    [InlineData("--faults", "earthquake")]
    [InlineData("--faults", "{\"delay\":1}")]
    [InlineData("--pair-limit")]
    [InlineData("pair-limit", "1")]
    public void Says_in_a_sentence_what_is_wrong(params string[] arguments)
    {
        var wrong = Assert.Throws<OptionException>(() => CommandLine.Parse(arguments, new Dictionary<string, string>()));

        Assert.DoesNotContain('\n', wrong.Message);
    }

    [Fact]
    public void Helps_with_every_option()
    {
        var help = CommandLine.Help();

        Assert.Contains("--webhook-url", help, StringComparison.Ordinal);
        Assert.Contains("--faults", help, StringComparison.Ordinal);
    }

    [Fact]
    public void Understands_faults_as_text()
    {
        var rules = Mogambo.Simulator.Faults.FaultDocument.FromOption("delay=500@0.1,drop_after,error=131056x3");

        Assert.Equal([(500, 0.1, null), (1000, 1, null), (1000, 1, 3)], rules.Select((rule, i) => (i == 2 ? 1000 : rule.Ms, rule.Probability, rule.Count)));
        Assert.Equal(131056, rules[2].Code);
    }
}

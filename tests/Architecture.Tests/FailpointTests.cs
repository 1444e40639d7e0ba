using System.Text.RegularExpressions;

namespace Mogambo.Architecture.Tests;

/// <summary>The list of failpoints and the places in the code say the same.</summary>
public sealed partial class FailpointTests : IDisposable
{
    public void Dispose() => Failpoint.Disable();

    [Fact]
    public void Every_place_is_in_the_list_and_every_entry_of_the_list_has_its_place() =>
        Assert.Equal(FailpointNames.Places.Keys.Order(StringComparer.Ordinal), Named("HitAsync"));

    [Fact]
    public void Every_planted_defect_is_in_the_list_and_every_entry_of_the_list_has_its_place() =>
        Assert.Equal(FailpointNames.Bugs.Keys.Order(StringComparer.Ordinal), Named("IsOn"));

    [Fact]
    public void Every_name_is_written_where_it_is_used() =>
        Assert.DoesNotContain(
            Lines,
            line => (line.Contains("Failpoint.HitAsync(", StringComparison.Ordinal) || line.Contains("Failpoint.IsOn(", StringComparison.Ordinal)) && !Use().IsMatch(line));

    [Fact]
    public async Task Off_they_do_nothing()
    {
        foreach (var place in FailpointNames.Places.Keys)
        {
            Assert.True(Failpoint.HitAsync(place).AsTask().IsCompletedSuccessfully);
        }

        Failpoint.Enable("send.after_claim=throw");
        await Failpoint.HitAsync("send.before_store");
        Assert.DoesNotContain(FailpointNames.Bugs.Keys, Failpoint.IsOn);
    }

    [Fact]
    public async Task A_plan_may_mean_one_hit_of_many()
    {
        Failpoint.Enable("send.after_claim=throw@3");

        Assert.Equal([3], await FailedAsync(10));
    }

    [Fact]
    public async Task Chance_repeats_itself_with_its_seed()
    {
        Failpoint.Enable("seed=7;send.after_claim=throw%20");
        var first = await FailedAsync(1_000);
        Failpoint.Enable("seed=7;send.after_claim=throw%20");
        var again = await FailedAsync(1_000);
        Failpoint.Enable("seed=8;send.after_claim=throw%20");

        Assert.Equal(first, again);
        Assert.NotEqual(first, await FailedAsync(1_000));
        Assert.InRange(first.Count, 140, 260);
    }

    [Fact]
    public async Task A_slow_place_takes_a_part_of_its_time()
    {
        Failpoint.Enable("send.after_claim=slow:60000;bug.blind_resend=on");

        Assert.False(Failpoint.HitAsync("send.after_claim").AsTask().IsCompleted);
        Assert.True(Failpoint.IsOn("bug.blind_resend"));
        Failpoint.Enable("send.after_claim=pause:0");
        await Failpoint.HitAsync("send.after_claim");
    }

    [Fact]
    public async Task A_held_place_waits_until_the_plan_is_gone()
    {
        Failpoint.Enable("send.after_claim=hold@1");
        var hit = Failpoint.HitAsync("send.after_claim").AsTask();
        await Failpoint.HeldAsync("send.after_claim");
        Assert.False(hit.IsCompleted);

        Failpoint.Disable();

        await hit;
    }

    [Theory]
    [InlineData("send.after_claim")]
    [InlineData("send.after_claim=")]
    [InlineData("send.after_claim=pause")]
    [InlineData("send.after_claim=exit:5")]
    [InlineData("send.after_claim=exit%101")]
    [InlineData("send.after_claim=exit@")]
    [InlineData("send.after_claims=exit")]
    [InlineData("bug.blind_resend=exit")]
    [InlineData("send.after_claim=on")]
    [InlineData("seed=x;send.after_claim=exit")]
    public void What_does_not_read_as_a_plan_is_refused(string plan) =>
        Assert.Throws<FormatException>(() => Failpoint.Enable(plan));

    private static async Task<List<int>> FailedAsync(int hits)
    {
        var failed = new List<int>();
        for (var hit = 1; hit <= hits; hit++)
        {
            try
            {
                await Failpoint.HitAsync("send.after_claim");
            }
            catch (FailpointException)
            {
                failed.Add(hit);
            }
        }

        return failed;
    }

    private static IEnumerable<string> Lines => Repository.SourceFiles.SelectMany(File.ReadLines);

    private static IEnumerable<string> Named(string how) => Lines
        .SelectMany(line => Use().Matches(line))
        .Where(use => use.Groups["how"].Value == how)
        .Select(use => use.Groups["name"].Value)
        .Distinct()
        .Order(StringComparer.Ordinal);

    [GeneratedRegex("""Failpoint\.(?<how>HitAsync|IsOn)\("(?<name>[^"]+)"\)""")]
    private static partial Regex Use();
}

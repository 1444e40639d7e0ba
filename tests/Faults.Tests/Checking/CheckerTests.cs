using Mogambo.Faults.Checking;
using Mogambo.Faults.Checking.Reading;

namespace Mogambo.Faults.Tests.Checking;

/// <summary>The checker is tested itself: a good run is clean, and each way of spoiling it is reported by its name.</summary>
public sealed class CheckerTests
{
    [Fact]
    public void A_good_run_is_clean()
    {
        var relations = new GoodRun().Run.Check();

        Assert.Empty(relations.SelectMany(relation => relation.Offences).Select(offence => $"{offence.Relation}: {offence.Name}: {offence.What}"));
        Assert.All(relations, relation => Assert.True(relation.Checked > 0, $"{relation.Name} compared nothing"));
        Assert.Equal(1, Of(relations, "inbound").Recovered);
        Assert.Equal(2, Of(relations, "ambiguity").Notes["injected"]);
        Assert.Equal(2, Of(relations, "ambiguity").Notes["reported"]);
        Assert.Equal(1, Of(relations, "ambiguity").Notes["settled"]);
    }

    [Theory]
    [MemberData(nameof(Spoilt.Ways), MemberType = typeof(Spoilt))]
    public void A_spoilt_run_is_reported(string way)
    {
        var (spoil, expected) = Spoilt.By[way];
        var good = new GoodRun();
        spoil(good);

        var offences = good.Run.Check().SelectMany(relation => relation.Offences).Select(offence => $"{offence.Relation}: {offence.Flaw}: {offence.Name}").ToList();

        Assert.Contains(expected, offences);
    }

    [Fact]
    public void A_marked_duplicate_after_an_ambiguous_send_is_allowed()
    {
        var good = new GoodRun();
        good.Run.Decide(good.Hung, 2, "accepted");
        good.Run.Tick(good.Hung, 2, "sent", $"wamid.{good.Hung.Id:N}.2");
        good.Run.Change(good.Hung, row => row with { Phase = 6, Attempt = 2, Rank = 34, SentAt = 1, Wamid = $"wamid.{row.Id:N}.2", PossibleDuplicate = true });

        Assert.All(good.Run.Check(), relation => Assert.Empty(relation.Offences));
    }

    [Fact]
    public void A_further_attempt_after_a_failed_status_is_allowed()
    {
        var good = new GoodRun();
        good.Run.Tick(good.Called, 1, "failed", good.Called.Wamid!);
        var again = good.Run.Send(good.Called, attempt: 2);
        good.Run.Change(again, row => row with { FailedAt = 1 });

        Assert.All(good.Run.Check(), relation => Assert.Empty(relation.Offences));
    }

    [Fact]
    public void A_stopped_process_is_a_fault_until_it_is_continued()
    {
        var run = new Run();
        run.Faults.Add(run.Line("fault", ("name", "stop"), ("target", "silo-2"), ("phase", "start")));
        run.Pass(40);
        run.Faults.Add(run.Line("fault", ("name", "continue"), ("target", "silo-2"), ("phase", "start")));

        var fault = Assert.Single(Ledgers.Read([], [], run.Faults).Faults);

        Assert.Equal(("stop", TimeSpan.FromSeconds(40)), (fault.Name, fault.End - fault.Start));
    }

    private static Relation Of(IReadOnlyList<Relation> relations, string name) => relations.Single(relation => relation.Name == name);
}

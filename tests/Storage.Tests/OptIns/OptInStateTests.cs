using CsCheck;
using Mogambo.Accounts;
using Mogambo.Conversations;
using Mogambo.OptIns;
using Mogambo.Storage.OptIns;

namespace Mogambo.Storage.Tests.OptIns;

/// <summary>The rules of opt-in by themselves.</summary>
public sealed class OptInStateTests
{
    private static readonly ConversationId Ana = Some.Conversation(new PhoneNumberId("1"));

    private static readonly PhoneNumberId?[] Scopes = [null, new("1"), new("2")];

    private static readonly Gen<NewOptIn> Entries = Gen.Select(
        Gen.Enum<OptInAction>(), Gen.Int[0, 2], Gen.Int[0, 4], Gen.Int[0, 2],
        (action, scope, minute, source) => Some.OptIn(Ana, action, Some.Now.AddMinutes(minute)) with
        {
            Number = Scopes[scope],
            Source = $"source {source}",
        });

    [Fact]
    public void The_order_of_arrival_makes_no_difference()
    {
        Gen.Select(Entries.Array[1, 12], Gen.Int[0, int.MaxValue]).Sample(pair =>
        {
            var (history, seed) = pair;
            var shuffled = history.ToArray();
#pragma warning disable CA5394 // A shuffle is no secret.
            new Random(seed).Shuffle(shuffled);
#pragma warning restore CA5394
            Assert.Equal(Shown(After(history)), Shown(After(shuffled)));
            Assert.Equal(Shown(After(history)), Shown(After([.. history, .. shuffled])));
        });
    }

    [Fact]
    public void What_holds_is_the_newest_decision_of_the_number_or_of_all_and_an_opt_out_wins_a_tie()
    {
        Entries.Array[0, 12].Sample(history =>
        {
            var state = After(history);
            foreach (var number in new PhoneNumberId[] { new("1"), new("2"), new("3") })
            {
                var relevant = history.Where(entry => entry.Number is null || entry.Number == number).ToList();
                var general = relevant.Where(entry => entry.Action is OptInAction.OptedIn or OptInAction.OptedOut).ToList();
                var marketing = relevant.Except(general).ToList();
                Assert.Equal(Newest(general, OptInAction.OptedOut), state.For(number)?.Action);
                Assert.Equal(Newest(marketing, OptInAction.MarketingStopped) == OptInAction.MarketingStopped, state.HasStoppedMarketing(number));
            }
        });
    }

    [Fact]
    public void An_entry_that_never_lifts_lifts_nothing_whatever_its_time()
    {
        Gen.Select(Entries.Array[0, 12], Entries).Sample(pair =>
        {
            var (history, entry) = pair;
            var before = After(history);
            var after = before.After(entry with { NeverLiftsOptOut = true, At = Some.Now.AddYears(1) });
            foreach (var number in new PhoneNumberId[] { new("1"), new("2"), new("3") })
            {
                Assert.False(before.For(number)?.Action == OptInAction.OptedOut && after.For(number)?.Action != OptInAction.OptedOut);
                Assert.False(before.HasStoppedMarketing(number) && !after.HasStoppedMarketing(number));
            }
        });
    }

    [Fact]
    public void An_entry_that_never_lifts_still_opts_in_who_did_not_opt_out()
    {
        var (one, two) = (new PhoneNumberId("1"), new PhoneNumberId("2"));
        var state = After([Some.OptIn(Ana, OptInAction.OptedOut) with { Number = one }]);

        state = state.After(Some.OptIn(Ana, at: Some.Now.AddDays(1)) with { NeverLiftsOptOut = true });

        Assert.Equal(OptInAction.OptedOut, state.For(one)!.Action);
        Assert.Equal(OptInAction.OptedIn, state.For(two)!.Action);
        Assert.Same(state, state.After(Some.OptIn(Ana, at: Some.Now.AddDays(2)) with { NeverLiftsOptOut = true, Number = one }));
    }

    [Fact]
    public void An_entry_that_changes_nothing_gives_the_same_instance()
    {
        var state = After([Some.OptIn(Ana)]);

        Assert.Same(state, state.After(Some.OptIn(Ana)));
        Assert.Same(state, state.After(Some.OptIn(Ana, OptInAction.OptedOut, Some.Now.AddSeconds(-1))));
        Assert.Null(OptInState.None.For(Ana.Number));
        Assert.False(OptInState.None.HasStoppedMarketing(Ana.Number));
    }

    private static OptInState After(IEnumerable<NewOptIn> history) => history.Aggregate(OptInState.None, (state, entry) => state.After(entry));

    private static OptInAction? Newest(List<NewOptIn> entries, OptInAction withdrawal)
    {
        if (entries.Count == 0)
        {
            return null;
        }

        var newest = entries.Max(entry => entry.At);
        var last = entries.Where(entry => entry.At == newest).Select(entry => entry.Action).ToList();
        return last.Contains(withdrawal) ? withdrawal : last[0];
    }

    private static string Shown(OptInState state) => string.Join('\n', state.Decisions.Select(decision => decision.ToString()).Order(StringComparer.Ordinal));
}

using CsCheck;
using Mogambo.Conversations;
using Mogambo.Messages;
using Mogambo.Sending;
using Mogambo.Templates;

namespace Mogambo.Grains.Tests.Conversations;

public sealed class WindowClosedTests
{
    private static readonly SendRequest s_withFallback = Some.Text() with
    {
        IfWindowClosed = IfWindowClosed.SendTemplate,
        Fallback = Some.TemplateContent(),
        FallbackTemplate = Some.Plan,
        FallbackCategory = "utility",
    };

    private static readonly SendRequest s_parking = Some.Text() with { IfWindowClosed = IfWindowClosed.Park };

    [Fact]
    public void With_a_closed_window_the_fallback_goes_at_once()
    {
        var decision = new Talk().Sends(s_withFallback);

        var row = Assert.Single(decision.NewMessages);
        Assert.True(Talk.Taken(decision).UsedFallback);
        Assert.Equal("utility", Talk.Taken(decision).Price!.Category);
        Assert.Equal(("template", Some.Plan, null, MessagePhase.Claimed), (row.Type, row.Template!.Value, row.Fallback, row.Phase));
    }

    [Fact]
    public void A_fallback_that_may_not_be_sent_is_refused_as_the_template_it_is() =>
        Talk.Refusal<SendRefusal.TemplateNotApproved>(new Talk().Sends(
            s_withFallback, context => context with { Templates = context.Templates.Add(Some.Plan, Some.TemplateRow(TemplateStatus.Paused)) }));

    [Fact]
    public void A_window_that_closes_while_the_message_waits_makes_its_claim_use_the_fallback()
    {
        var talk = new Talk();
        talk.OpensWindow();
        var taken = talk.Sends(s_withFallback with { SendAt = talk.Now.AddDays(2) });
        Assert.False(Talk.Taken(taken).UsedFallback);
        Assert.NotNull(Assert.Single(taken.NewMessages).Fallback);

        talk.Now = talk.Now.AddDays(2);
        var claim = talk.Wakes();

        var change = Assert.Single(claim.Changes);
        Assert.Equal((true, true, Some.Plan, "utility"), (change.IsClaim, change.UsesFallback, change.Template!.Value, change.Price!.Category));

        // From here on it is that template, whatever becomes of the window.
        talk.OpensWindow();
        talk.Ends(claim.Send!, Some.Refusal(SendRemedy.TryAgain));
        var again = Assert.Single(talk.State.Outbox, entry => entry.Phase == MessagePhase.Claimed);
        Assert.Equal((2, Some.Plan), (again.Attempt, again.Terms!.Template!.Value));
    }

    [Fact]
    public void Whatsapp_s_own_word_that_the_window_is_closed_sends_the_fallback_too()
    {
        var talk = new Talk();
        talk.OpensWindow();
        var first = talk.Sends(s_withFallback).Send!;

        var second = talk.Ends(first, Some.Refusal(SendRemedy.Fail, 131047));

        Assert.Equal(2, second.Send!.Attempt);
        Assert.True(Assert.Single(second.Changes).UsesFallback);
    }

    [Fact]
    public void A_parked_message_waits_for_the_user_and_goes_before_the_bot_s_answer()
    {
        var talk = new Talk();
        var parked = talk.Sends(s_parking);
        Assert.Equal((MessagePhase.Parked, MessagePhase.Parked), (Talk.Taken(parked).Phase, Assert.Single(parked.NewMessages).Phase));
        Assert.Equal(talk.Now + Conversation.ParkFor, parked.DueAt);
        var other = Talk.Taken(talk.Sends(s_parking)).Message;

        talk.Now = talk.Now.AddDays(3);
        var released = talk.Says();

        Assert.True(released.OpensWindow);
        Assert.Equal(Talk.Taken(parked).Message, released.Send!.Id);
        Assert.Equal(other, talk.Ends(released.Send).Send!.Id);
    }

    [Fact]
    public void A_message_that_comes_late_and_opens_no_window_releases_nothing()
    {
        var talk = new Talk();
        talk.Sends(s_parking);

        var late = talk.Do(conversation => conversation.Receive([Some.Message(talk.Now.AddHours(-25))]));

        Assert.False(late.OpensWindow);
        Assert.Equal(MessagePhase.Parked, Assert.Single(late.Next.Outbox).Phase);
    }

    [Fact]
    public void A_stop_releases_nothing_that_was_parked()
    {
        var talk = new Talk();
        var parked = Talk.Taken(talk.Sends(s_parking)).Message;

        talk.Says("stop");

        Assert.Equal(MessagePhase.Parked, Assert.Single(talk.State.Outbox, entry => entry.Id == parked).Phase);
    }

    [Fact]
    public void A_parked_message_expires()
    {
        var talk = new Talk();
        talk.Sends(s_parking with { ExpiresAt = talk.Now.AddHours(1) });
        talk.Now = talk.Now.AddHours(1);

        var woken = talk.Wakes();

        Assert.Equal(MessagePhase.Expired, Assert.Single(woken.Changes).Phase);
        Assert.Empty(woken.Next.Outbox);
    }

    [Fact]
    public void A_scheduled_message_that_may_be_parked_is_parked_when_it_is_due()
    {
        var talk = new Talk();
        var sendAt = talk.Now.AddDays(2);
        Assert.Equal(MessagePhase.Scheduled, Talk.Taken(talk.Sends(s_parking with { SendAt = sendAt })).Phase);

        talk.Now = sendAt;
        var due = talk.Wakes();

        Assert.Equal(MessagePhase.Parked, Assert.Single(due.Changes).Phase);
        Assert.Equal(sendAt + Conversation.ParkFor, due.DueAt);
    }

    [Fact]
    public void The_window_opens_once_while_the_user_writes_on()
    {
        var talk = new Talk();
        Assert.True(talk.Says().OpensWindow);
        talk.Now = talk.Now.AddHours(1);
        Assert.False(talk.Says().OpensWindow);
        talk.Now = talk.Now.AddHours(25);
        Assert.True(talk.Says().OpensWindow);
    }

    [Fact]
    public void No_free_form_message_is_claimed_after_the_window_less_its_margin()
    {
        // Around the boundary to the tick: the margin before the end, and the end itself.
        Gen.Select(Gen.Long[-TimeSpan.TicksPerMinute * 2, TimeSpan.TicksPerMinute * 2], Gen.Int[0, 2]).Sample(
            (offset, kind) =>
            {
                var talk = new Talk();
                talk.OpensWindow();
                var closesAt = talk.State.Window.ClosesAt;
                var at = closesAt - CustomerServiceWindow.Margin + new TimeSpan(offset);
                var isAllowed = at < closesAt - CustomerServiceWindow.Margin;
                var request = kind == 0 ? Some.Text() : kind == 1 ? s_withFallback : s_parking;
                var scheduled = talk.Sends(request with { SendAt = at });
                Assert.Null(scheduled.Send);

                talk.Now = at;
                var due = talk.Wakes();
                var direct = talk.Sends(request);

                Assert.Equal(isAllowed, due.Send is { Terms.Template: null });
                Assert.True(isAllowed || direct.Send is null or { Terms.Template: not null });
            },
            iter: 10_000);
    }
}

using Mogambo.Conversations;
using Mogambo.Messages;
using Mogambo.Sending;

namespace Mogambo.Grains.Tests.Conversations;

public sealed class ChangeTests
{
    [Fact]
    public void What_waits_can_be_canceled_and_is_never_claimed()
    {
        var talk = new Talk();
        var scheduled = Talk.Taken(talk.Sends(Some.Template() with { SendAt = talk.Now.AddHours(1) })).Message;

        var canceled = Cancel(talk, scheduled);

        Assert.Equal((ChangeReply.Done, MessagePhase.Canceled), (canceled.Change!.Value, Assert.Single(canceled.Changes).Phase));
        talk.Now = talk.Now.AddHours(1);
        Assert.Null(talk.Wakes().Send);
        Assert.Equal(ChangeReply.NotFound, Cancel(talk, scheduled).Change);
    }

    [Fact]
    public void Parked_and_queued_messages_can_be_canceled_a_claimed_or_unknown_one_not()
    {
        var talk = new Talk();
        var parked = Talk.Taken(talk.Sends(Some.Text() with { IfWindowClosed = IfWindowClosed.Park })).Message;
        var claimed = talk.Sends(Some.Template()).Send!;
        var queued = Talk.Taken(talk.Sends(Some.Template())).Message;

        Assert.Equal(ChangeReply.Done, Cancel(talk, parked).Change);
        Assert.Equal(ChangeReply.Done, Cancel(talk, queued).Change);
        Assert.Equal(ChangeReply.TooLate, Cancel(talk, claimed.Id).Change);
        talk.Ends(claimed, new SendOutcome.Unknown("timeout"));
        Assert.Equal(ChangeReply.TooLate, Cancel(talk, claimed.Id).Change);
    }

    [Fact]
    public void A_person_says_that_it_was_sent_and_a_status_may_still_say_more()
    {
        var (talk, send) = Unknown();

        var resolved = Resolve(talk, send, Resolution.Sent);

        var change = Assert.Single(resolved.Changes);
        Assert.Equal((ChangeReply.Done, MessagePhase.Settled, MessageStatus.Accepted), (resolved.Change!.Value, change.Phase, change.Status));
        Assert.Empty(resolved.Next.Outbox);
    }

    [Fact]
    public void A_person_says_that_it_failed()
    {
        var (talk, send) = Unknown();

        Assert.Equal(MessagePhase.Failed, Assert.Single(Resolve(talk, send, Resolution.Failed).Changes).Phase);
    }

    [Fact]
    public void A_person_has_it_sent_again_as_a_possible_duplicate()
    {
        var (talk, send) = Unknown();

        var resent = Resolve(talk, send, Resolution.Resend);

        Assert.Equal((send.Id, 2), (resent.Send!.Id, resent.Send.Attempt));
        var claim = Assert.Single(resent.Changes);
        Assert.Equal((true, Some.Plan), (claim.PossibleDuplicate, claim.Template!.Value));
    }

    [Fact]
    public void Sending_again_is_given_up_if_the_store_knows_that_the_first_was_taken()
    {
        var (talk, send) = Unknown();
        var row = talk.Row(send.Id, MessagePhase.Unknown);

        var resolved = talk.Do(
            conversation => conversation.Resolve(row, Resolution.Resend, null),
            context => context with { Taken = context.Taken.Add(send.Id, MessageRank.Of(1, MessageStatus.Sent)) });

        Assert.Null(resolved.Send);
        Assert.Empty(resolved.Next.Outbox);
    }

    [Fact]
    public void What_a_status_has_settled_meanwhile_is_not_decided_again()
    {
        var (talk, send) = Unknown();
        var row = talk.Row(send.Id, MessagePhase.Unknown, 1, MessageStatus.Delivered);

        var resolved = talk.Do(conversation => conversation.Resolve(row, Resolution.Failed, null));

        Assert.Equal(ChangeReply.TooLate, resolved.Change);
        Assert.Empty(resolved.Next.Outbox);
        Assert.All(resolved.Changes, change => Assert.Equal(MessagePhase.Settled, change.Phase));
    }

    [Fact]
    public void A_message_that_was_forgotten_can_still_be_decided_by_its_row()
    {
        var (talk, send) = Unknown();
        talk.Now = talk.Now.AddHours(24);
        Assert.Empty(talk.Wakes().Next.Outbox);

        var row = talk.Row(send.Id, MessagePhase.Unknown);
        var resent = talk.Do(conversation => conversation.Resolve(row, Resolution.Resend, new() { Template = Some.Plan }));

        Assert.Equal((send.Id, 2, true), (resent.Send!.Id, resent.Send.Attempt, resent.Send.PossibleDuplicate));
    }

    [Theory]
    [InlineData(MessagePhase.Settled)]
    [InlineData(MessagePhase.Queued)]
    [InlineData(MessagePhase.Canceled)]
    public void Only_what_is_unknown_is_decided(MessagePhase phase)
    {
        var talk = new Talk();
        var row = talk.Row(MessageId.NewOutbound(talk.Now), phase);

        var decision = talk.Do(conversation => conversation.Resolve(row, Resolution.Resend, null));

        Assert.Equal(ChangeReply.TooLate, decision.Change);
        Assert.True(decision.IsEmpty);
    }

    private static (Talk Talk, OutboxEntry Send) Unknown()
    {
        var talk = new Talk();
        var send = talk.Sends(Some.Template()).Send!;
        talk.Ends(send, new SendOutcome.Unknown("timeout"));
        return (talk, send);
    }

    private static Decision Cancel(Talk talk, MessageId message) => talk.Do(conversation => conversation.Cancel(message));

    private static Decision Resolve(Talk talk, OutboxEntry send, Resolution resolution) =>
        talk.Do(conversation => conversation.Resolve(talk.Row(send.Id, MessagePhase.Unknown), resolution, null));
}

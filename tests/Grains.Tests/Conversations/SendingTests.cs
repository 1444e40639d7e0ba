using System.Collections.Immutable;
using Mogambo.Accounts;
using Mogambo.Conversations;
using Mogambo.Messages;
using Mogambo.Storage.Conversations;
using Mogambo.Storage.Messages;

namespace Mogambo.Grains.Tests.Conversations;

public sealed class SendingTests
{
    private readonly Account _echo = Some.Account();
    private DateTimeOffset _now = Some.Noon;

    [Fact]
    public void Only_one_message_of_a_conversation_is_in_flight_and_the_next_follows_its_outcome()
    {
        var first = Receive(ConversationState.New);
        var second = Receive(first.Next);
        Assert.Null(second.Send);

        var accepted = Record(second.Next, first.Send!.AttemptId, new SendOutcome.Accepted("wamid.1"));

        Assert.NotNull(accepted.Send);
        Assert.NotEqual(first.Send.Id, accepted.Send.Id);
        Assert.Contains(accepted.Changes, change => change is { Status: MessageStatus.Accepted, Wamid: "wamid.1" });
    }

    [Fact]
    public void An_unknown_outcome_is_not_sent_again_and_does_not_block_the_next()
    {
        var first = Receive(ConversationState.New);
        var second = Receive(first.Next);

        var unknown = Record(second.Next, first.Send!.AttemptId, new SendOutcome.Unknown("timeout"));

        Assert.NotEqual(first.Send.Id, unknown.Send!.Id);
        for (var hour = 0; hour < 23; hour++)
        {
            _now = _now.AddHours(1);
            Assert.NotEqual(first.Send.Id, Wake(unknown.Next).Send?.Id);
        }
    }

    [Fact]
    public void By_the_policy_resend_an_unknown_message_is_sent_once_more_after_a_minute_and_marked()
    {
        var account = Some.Account(onUnknown: OnUnknown.Resend);
        var first = Receive(ConversationState.New, account);
        var unknown = Record(first.Next, first.Send!.AttemptId, new SendOutcome.Unknown("timeout"), account);
        Assert.Null(unknown.Send);

        _now += Conversation.ResendAfter;
        var resent = Wake(unknown.Next, account);

        Assert.Equal(2, resent.Send!.Attempt);
        Assert.True(Assert.Single(resent.Changes).PossibleDuplicate);
    }

    [Theory]
    [InlineData(false, true, MessagePhase.Claimed)]
    [InlineData(true, true, MessagePhase.Unknown)]
    [InlineData(false, false, MessagePhase.Unknown)]
    public void A_claim_nobody_works_on_is_made_anew_only_where_its_own_process_never_began(
        bool mayHaveLeft, bool isSameProcess, MessagePhase becomes)
    {
        var claimed = Receive(ConversationState.New);
        _now += Conversation.ClaimLease;
        var context = Some.Context(_now, _echo) with
        {
            Process = isSameProcess ? claimed.Send!.ClaimedBy : Guid.NewGuid(),
            MayHaveLeft = _ => mayHaveLeft,
        };

        var woken = new Conversation(claimed.Next, context).Wake([]);

        Assert.Equal(becomes, Assert.Single(woken.Next.Outbox).Phase);
        Assert.Equal(becomes == MessagePhase.Claimed ? 2 : null, woken.Send?.Attempt);
        Assert.DoesNotContain(woken.Changes, change => change.PossibleDuplicate);
    }

    [Fact]
    public void A_status_settles_an_unknown_attempt()
    {
        var first = Receive(ConversationState.New);
        var unknown = Record(first.Next, first.Send!.AttemptId, new SendOutcome.Unknown("timeout"));

        var settled = new Conversation(unknown.Next, Context()).RecordStatus(Status(first.Send.AttemptId, MessageStatus.Sent), Row(first.Send, MessageStatus.Sent));

        Assert.Empty(settled.Next.Outbox);
    }

    [Fact]
    public void A_late_answer_of_an_attempt_that_stands_unknown_settles_it()
    {
        var first = Receive(ConversationState.New);
        var unknown = Record(first.Next, first.Send!.AttemptId, new SendOutcome.Unknown("timeout"));

        var late = Record(unknown.Next, first.Send.AttemptId, Some.Refusal(SendRemedy.TryAgain));

        Assert.Equal(2, late.Send!.Attempt);
    }

    [Fact]
    public void An_outcome_of_an_attempt_that_is_over_is_dropped()
    {
        var first = Receive(ConversationState.New);
        var accepted = Record(first.Next, first.Send!.AttemptId, new SendOutcome.Accepted("wamid.1"));

        Assert.True(Record(accepted.Next, first.Send.AttemptId, Some.Refusal(SendRemedy.TryAgain)).IsEmpty);
    }

    [Fact]
    public void A_lost_claim_becomes_unknown_but_not_before_its_lease_is_over()
    {
        var first = Receive(ConversationState.New);

        _now += Conversation.ClaimLease - TimeSpan.FromMilliseconds(1);
        Assert.True(Wake(first.Next).IsEmpty);

        _now += TimeSpan.FromMilliseconds(1);
        Assert.Equal(MessagePhase.Unknown, Assert.Single(Wake(first.Next).Changes).Phase);
    }

    [Fact]
    public void A_claim_this_process_still_works_on_is_not_lost()
    {
        var first = Receive(ConversationState.New);
        _now += Conversation.ClaimLease;

        var woken = new Conversation(first.Next, Context() with { IsBeingSent = _ => true }).Wake([]);

        Assert.Equal(MessagePhase.Claimed, Assert.Single(woken.Next.Outbox).Phase);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 4)]
    [InlineData(2, 16)]
    [InlineData(3, 64)]
    public void The_pair_limit_makes_the_conversation_wait_4_to_the_x_seconds(int refusals, int seconds)
    {
        var decision = Receive(ConversationState.New);
        for (var i = 0; i < refusals; i++)
        {
            decision = Record(decision.Next, decision.Send!.AttemptId, Some.Refusal(SendRemedy.WaitForPair));
            _now = decision.DueAt!.Value;
            decision = Wake(decision.Next);
        }

        decision = Record(decision.Next, decision.Send!.AttemptId, Some.Refusal(SendRemedy.WaitForPair));

        Assert.Equal(_now.AddSeconds(seconds), decision.DueAt);
        Assert.Null(Receive(decision.Next).Send);
        _now = decision.DueAt!.Value;
        Assert.Equal(refusals + 2, Wake(decision.Next).Send!.Attempt);
    }

    [Theory]
    [InlineData(SendRemedy.BackOff, true)]
    [InlineData(SendRemedy.WaitMinutes, true)]
    [InlineData(SendRemedy.WaitForPair, false)]
    [InlineData(SendRemedy.BackOffBriefly, false)]
    public void Who_is_woken_early_tries_again_only_if_it_waits_for_the_number(SendRemedy remedy, bool isTried)
    {
        var first = Receive(ConversationState.New);
        var refused = Record(first.Next, first.Send!.AttemptId, Some.Refusal(remedy));
        _now = _now.AddMilliseconds(10);
        Assert.Null(Receive(refused.Next).Send);

        var woken = Wake(refused.Next);

        Assert.Equal(isTried ? 2 : null, woken.Send?.Attempt);
    }

    [Fact]
    public void A_transient_error_is_tried_three_times_more_and_then_failed()
    {
        var decision = Receive(ConversationState.New);
        for (var i = 0; i < 3; i++)
        {
            decision = Record(decision.Next, decision.Send!.AttemptId, Some.Refusal(SendRemedy.BackOffBriefly, 131000));
            _now = decision.DueAt!.Value;
            decision = Wake(decision.Next);
        }

        decision = Record(decision.Next, decision.Send!.AttemptId, Some.Refusal(SendRemedy.BackOffBriefly, 131000));

        Assert.Empty(decision.Next.Outbox);
        Assert.Equal(MessageStatus.Failed, Assert.Single(decision.Changes).Status);
    }

    [Fact]
    public void A_refused_token_parks_the_number_and_the_message_waits()
    {
        var first = Receive(ConversationState.New);

        var parked = Record(first.Next, first.Send!.AttemptId, Some.Refusal(SendRemedy.ParkNumber, 190));

        Assert.Equal(190, parked.Park!.Error.Code);
        Assert.Equal(HeldFor.Number, Assert.Single(parked.Changes).HeldFor);
        Assert.Equal(2, Wake(parked.Next).Send!.Attempt);
    }

    [Fact]
    public void While_the_number_is_parked_nothing_is_claimed_and_everything_is_kept()
    {
        var park = new NumberPark("hash", new() { Code = 190, Title = "Expired" }, _now);

        var decision = new Conversation(ConversationState.New, Context() with { Parked = park }).Receive([Some.Message()]);

        Assert.Null(decision.Send);
        Assert.Equal(HeldFor.Number, Assert.Single(decision.Next.Outbox).HeldFor);
    }

    [Fact]
    public void A_reply_whose_window_closes_while_it_waits_is_refused_at_the_claim()
    {
        var first = Receive(ConversationState.New);
        var held = Record(first.Next, first.Send!.AttemptId, Some.Refusal(SendRemedy.ParkNumber, 190));

        _now = _now.AddDays(2);
        var woken = Wake(held.Next);

        Assert.Null(woken.Send);
        Assert.Equal(MessagePhase.Failed, Assert.Single(woken.Changes).Phase);
    }

    [Fact]
    public void A_claim_of_a_message_that_was_taken_after_all_is_given_up()
    {
        var account = Some.Account(onUnknown: OnUnknown.Resend);
        var first = Receive(ConversationState.New, account);
        var unknown = Record(first.Next, first.Send!.AttemptId, new SendOutcome.Unknown("timeout"), account);
        _now += Conversation.ResendAfter;
        var taken = Context(account) with { Taken = ImmutableDictionary<MessageId, int>.Empty.Add(first.Send.Id, MessageRank.Of(1, MessageStatus.Sent)) };

        var decision = new Conversation(unknown.Next, taken).Wake([]);

        Assert.Null(decision.Send);
        Assert.Empty(decision.Next.Outbox);
        Assert.Equal(1, Assert.Single(decision.Changes).Attempt);
    }

    [Fact]
    public void A_failed_status_whose_code_allows_it_queues_the_next_attempt_once()
    {
        var first = Receive(ConversationState.New);
        var accepted = Record(first.Next, first.Send!.AttemptId, new SendOutcome.Accepted("wamid.1"));
        var status = Status(first.Send.AttemptId, MessageStatus.Failed) with { Remedy = SendRemedy.BackOff, Error = new() { Code = 130429, Title = "Rate" } };

        var again = new Conversation(accepted.Next, Context()).RecordStatus(status, Row(first.Send, MessageStatus.Failed));
        var repeat = new Conversation(again.Next, Context()).RecordStatus(status, Row(first.Send with { Attempt = 2 }, MessageStatus.None) with { Rank = 19 });

        Assert.Equal(2, Assert.Single(again.Next.Outbox).Attempt);
        Assert.True(repeat.IsEmpty);
    }

    [Fact]
    public void Failures_told_by_status_wait_longer_each_time_and_end()
    {
        var decision = Receive(ConversationState.New);
        var waits = new List<TimeSpan>();
        while (decision.Send is { } send)
        {
            var accepted = Record(decision.Next, send.AttemptId, new SendOutcome.Accepted("wamid." + send.Attempt));
            var status = Status(send.AttemptId, MessageStatus.Failed) with { Remedy = SendRemedy.BackOffBriefly, Error = new() { Code = 131000, Title = "Something" } };
            var failed = new Conversation(accepted.Next, Context()).RecordStatus(status, Row(send, MessageStatus.Failed));
            if (failed.DueAt is not { } due)
            {
                break;
            }

            waits.Add(due - _now);
            _now = due;
            decision = Wake(failed.Next);
        }

        Assert.Equal(3, waits.Count);
        Assert.True(waits[0] < waits[1] && waits[1] < waits[2]);
    }

    [Fact]
    public void A_conversation_whose_messages_cannot_leave_keeps_a_bounded_number_of_them()
    {
        var park = new NumberPark("hash", new() { Code = 190, Title = "Expired" }, _now);
        var state = ConversationState.New;
        Decision decision = null!;
        for (var i = 0; i <= Conversation.MaxWaiting; i++)
        {
            decision = new Conversation(state, Context() with { Parked = park }).Receive([Some.Message(sentAt: _now)]);
            state = decision.Next;
        }

        Assert.Equal(Conversation.MaxWaiting, state.Outbox.Length);
        Assert.Contains(decision.NewMessages, row => row is { Phase: MessagePhase.Failed, Error.Title: "Too many messages wait" });
    }

    private Decision Receive(ConversationState state, Account? account = null) =>
        new Conversation(state, Context(account)).Receive([Some.Message(sentAt: _now)]);

    private Decision Record(ConversationState state, AttemptId attempt, SendOutcome outcome, Account? account = null) =>
        new Conversation(state, Context(account)).RecordOutcome(attempt, outcome);

    private Decision Wake(ConversationState state, Account? account = null) => new Conversation(state, Context(account)).Wake([]);

    private ConversationContext Context(Account? account = null) => Some.Context(_now, account ?? _echo);

    private StatusUpdate Status(AttemptId attempt, MessageStatus status) =>
        new() { Attempt = attempt, Number = _echo.Numbers[0].Id, Wamid = "wamid.1", Status = status, At = _now };

    private StoredMessage Row(OutboxEntry entry, MessageStatus status) => new()
    {
        Key = MessageKey.OfOutbound(entry.Id),
        Conversation = new(_echo.Numbers[0].Id, Some.User()),
        Direction = MessageDirection.Outbound,
        Type = "text",
        Content = [],
        Attempt = entry.Attempt,
        Phase = MessagePhase.Settled,
        Rank = MessageRank.Of(entry.Attempt, status),
    };
}

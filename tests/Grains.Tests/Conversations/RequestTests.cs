using Mogambo.Accounts;
using Mogambo.Conversations;
using Mogambo.Messages;
using Mogambo.OptIns;
using Mogambo.Sending;
using Mogambo.Storage.Conversations;
using Mogambo.Templates;

namespace Mogambo.Grains.Tests.Conversations;

public sealed class RequestTests
{
    private static readonly NumberPark s_park = new("hash", new() { Code = 190, Title = "Expired" }, Some.Noon);

    [Fact]
    public void What_may_go_now_is_stored_and_claimed_in_one_commit()
    {
        var talk = new Talk();
        talk.OpensWindow();

        var decision = talk.Sends(Some.Text() with { Reference = "order-77", Key = new("messages", "k", [1]) });

        var taken = Talk.Taken(decision);
        var row = Assert.Single(decision.NewMessages);
        Assert.Equal((MessagePhase.Queued, "service"), (taken.Phase, taken.Price!.Category));
        Assert.Equal((MessagePhase.Claimed, taken.Message, "order-77"), (row.Phase, row.Key.Id, row.Reference));
        Assert.Equal("service", row.Price!.Category);
        Assert.Equal(taken.Message, decision.Send!.Id);
        Assert.Equal((taken.Message, 202, "k"), (decision.Idempotency!.Message, decision.Idempotency.StatusCode, decision.Idempotency.Key));
    }

    [Fact]
    public void A_template_needs_no_window_and_names_itself_in_the_row()
    {
        var decision = new Talk().Sends(Some.Template());

        var row = Assert.Single(decision.NewMessages);
        Assert.Equal((MessagePhase.Claimed, Some.Plan), (row.Phase, row.Template!.Value));
        Assert.Equal("utility", Talk.Taken(decision).Price!.Category);
    }

    [Fact]
    public void Free_form_is_refused_where_the_window_is_closed_or_closes_within_a_minute()
    {
        var talk = new Talk();
        Assert.Null(Talk.Refusal<SendRefusal.WindowClosed>(talk.Sends(Some.Text())).ClosedAt);

        talk.OpensWindow();
        talk.Now += CustomerServiceWindow.Length - CustomerServiceWindow.Margin;
        Assert.Equal(Some.Noon.AddDays(1), Talk.Refusal<SendRefusal.WindowClosed>(talk.Sends(Some.Text())).ClosedAt);

        talk.Now -= TimeSpan.FromMilliseconds(1);
        Assert.NotNull(talk.Sends(Some.Text()).Send);
    }

    [Fact]
    public void The_first_reason_of_the_contract_s_order_is_told()
    {
        var talk = new Talk();
        var request = Some.Template();
        ConversationContext Everything(ConversationContext context) => context with
        {
            Parked = s_park,
            Templates = context.Templates.Add(Some.Plan, null),
            NotOptedIn = [Some.Plan],
        };

        Talk.Refusal<SendRefusal.NumberUnavailable>(talk.Sends(request, Everything));
        Talk.Refusal<SendRefusal.TemplateNotFound>(talk.Sends(request, context => Everything(context) with { Parked = null }));
        Assert.Null(Talk.Refusal<SendRefusal.NotOptedIn>(talk.Sends(request, context => context with { NotOptedIn = [Some.Plan] })).OptedOutAt);
    }

    [Fact]
    public void A_template_that_changed_its_parameters_or_is_not_approved_is_refused()
    {
        var talk = new Talk();
        Decision Send(Mogambo.Storage.Templates.TemplateRow row) =>
            talk.Sends(Some.Template(), context => context with { Templates = context.Templates.Add(Some.Plan, row) });

        Talk.Refusal<SendRefusal.TemplateChanged>(Send(Some.TemplateRow(TemplateStatus.Approved, shape: "body:4")));
        Talk.Refusal<SendRefusal.TemplateChanged>(Send(Some.TemplateRow(TemplateStatus.Paused, shape: "body:4")));
        Assert.Equal(TemplateStatus.Paused, Talk.Refusal<SendRefusal.TemplateNotApproved>(Send(Some.TemplateRow(TemplateStatus.Paused))).Status);
        Assert.Equal(
            "category-changed",
            Talk.Refusal<SendRefusal.TemplateNotApproved>(Send(Some.TemplateRow(TemplateStatus.Approved, awaitsAgreement: true))).Reason);
    }

    [Fact]
    public void A_full_conversation_takes_no_more_scheduled_ones_included()
    {
        var talk = new Talk();
        for (var i = 0; i < Conversation.MaxWaiting; i++)
        {
            Assert.Equal(MessagePhase.Scheduled, Talk.Taken(talk.Sends(Some.Template() with { SendAt = talk.Now.AddDays(1) })).Phase);
        }

        Talk.Refusal<SendRefusal.TooManyWaiting>(talk.Sends(Some.Template()));
    }

    [Fact]
    public void A_scheduled_message_goes_when_it_is_due_and_not_before()
    {
        var talk = new Talk();
        var sendAt = talk.Now.AddDays(30);
        var taken = talk.Sends(Some.Template() with { SendAt = sendAt });
        Assert.Equal((MessagePhase.Scheduled, MessagePhase.Scheduled), (Talk.Taken(taken).Phase, Assert.Single(taken.NewMessages).Phase));
        Assert.Equal(sendAt, taken.DueAt);

        talk.Now = sendAt.AddMilliseconds(-1);
        Assert.Null(talk.Wakes().Send);
        talk.Now = sendAt;
        Assert.Equal(Some.Plan, Assert.Single(talk.Wakes().Changes).Template);
    }

    [Theory]
    [InlineData(-3600)]
    [InlineData(1)]
    public void A_time_that_is_past_or_near_is_now(int seconds) =>
        Assert.NotNull(new Talk().Sends(Some.Template() with { SendAt = Some.Noon.AddSeconds(seconds) }).Send);

    [Fact]
    public void A_scheduled_one_steps_aside_for_what_may_go_now()
    {
        var talk = new Talk();
        talk.Sends(Some.Template() with { SendAt = talk.Now.AddHours(1) });

        Assert.Equal(Talk.Taken(talk.Sends(Some.Template())).Message, Assert.Single(talk.State.Outbox, entry => entry.Phase == MessagePhase.Claimed).Id);
    }

    [Theory]
    [InlineData(TemplateStatus.Paused, 132015)]
    [InlineData(TemplateStatus.Pending, 132001)]
    [InlineData(TemplateStatus.InAppeal, 132001)]
    public void A_queued_message_is_held_while_its_template_may_yet_be_approved(TemplateStatus status, int code)
    {
        var talk = Scheduled(out _);

        var held = Due(talk, Some.TemplateRow(status));
        var change = Assert.Single(held.Changes);
        Assert.Equal((MessagePhase.Queued, HeldFor.Template, code, "template-not-approved"), (change.Phase, change.HeldFor, change.Error!.Code, change.Error.Details));
        Assert.Equal(talk.Now + RetryWait.Held, held.DueAt);

        Assert.NotNull(talk.Wakes().Send);
    }

    [Fact]
    public void A_queued_message_is_held_until_somebody_agrees_to_its_template_s_new_category() =>
        Assert.Equal(HeldFor.Template, Assert.Single(Due(Scheduled(out _), Some.TemplateRow(TemplateStatus.Approved, awaitsAgreement: true)).Changes).HeldFor);

    [Theory]
    [InlineData(TemplateStatus.Rejected, 132001, "template-not-approved")]
    [InlineData(TemplateStatus.Disabled, 132016, "template-not-approved")]
    [InlineData(TemplateStatus.Archived, 132001, "template-not-approved")]
    [InlineData(TemplateStatus.Deleted, 132001, "template-not-found")]
    public void A_queued_message_fails_where_its_template_cannot_be_sent_any_more(TemplateStatus status, int code, string details)
    {
        var error = Assert.Single(Due(Scheduled(out _), Some.TemplateRow(status)).Changes, change => change.Phase == MessagePhase.Failed).Error!;

        Assert.Equal((code, details), (error.Code, error.Details));
    }

    [Fact]
    public void A_queued_message_fails_where_its_template_is_gone_or_asks_for_other_parameters_or_the_user_opted_out()
    {
        var gone = Assert.Single(Due(Scheduled(out _), null).Changes).Error!;
        var changed = Assert.Single(Due(Scheduled(out _), Some.TemplateRow(TemplateStatus.Approved, shape: "body:4")).Changes).Error!;
        var talk = Scheduled(out _);
        talk.Now = talk.Now.AddHours(1);
        var optedOut = Assert.Single(talk.Wakes(context => context with { NotOptedIn = [Some.Plan] }).Changes).Error!;

        Assert.Equal((132001, "template-not-found"), (gone.Code, gone.Details));
        Assert.Equal((132000, "template-parameters"), (changed.Code, changed.Details));
        Assert.Equal((131050, "not-opted-in"), (optedOut.Code, optedOut.Details));
    }

    [Fact]
    public void What_the_store_refuses_of_one_message_does_not_hold_up_the_next()
    {
        var talk = Scheduled(out _);
        var other = Some.Plan with { Template = new("other", "en") };
        talk.Sends(Some.Template(other) with { SendAt = talk.Now.AddHours(1) });

        var due = Due(talk, Some.TemplateRow(TemplateStatus.Paused));

        Assert.Equal(other, Assert.Single(due.Changes, change => change.IsClaim).Template);
    }

    [Fact]
    public void The_address_of_the_look_up_serves_until_whatsapp_gives_one()
    {
        var talk = new Talk();
        Assert.Equal("15551", talk.Sends(Some.Template() with { WaId = "15551" }).Next.WaId);
        Assert.Equal("15551", talk.Sends(Some.Template() with { WaId = "15552" }).Next.WaId);
    }

    [Fact]
    public void Another_address_that_whatsapp_answers_with_is_learned()
    {
        var talk = new Talk();
        var user = talk.Context().Id.User.Value;
        var first = talk.Sends(Some.Template()).Send!;
        Assert.Null(talk.Ends(first, new SendOutcome.Accepted("wamid.1") { WaId = user }).LearnedWaId);

        var second = talk.Sends(Some.Template()).Send!;
        Assert.Equal("5255", talk.Ends(second, new SendOutcome.Accepted("wamid.2") { WaId = "5255" }).LearnedWaId);
        Assert.Equal("5255", talk.State.WaId);
    }

    [Theory]
    [InlineData(OnUnknown.Hold, OnUnknown.Resend, true)]
    [InlineData(OnUnknown.Resend, OnUnknown.Hold, false)]
    public void A_message_s_own_policy_goes_before_the_account_s(OnUnknown account, OnUnknown message, bool isResent)
    {
        var talk = new Talk(Some.Account(onUnknown: account));
        var send = talk.Sends(Some.Template() with { OnUnknown = message }).Send!;
        talk.Ends(send, new SendOutcome.Unknown("timeout"));

        talk.Now += Conversation.ResendAfter;

        Assert.Equal(isResent, talk.Wakes().Send is { Attempt: 2, PossibleDuplicate: true });
    }

    [Fact]
    public void A_user_who_stopped_marketing_is_recorded_from_the_answer_and_from_the_status()
    {
        var talk = new Talk();
        var send = talk.Sends(Some.Template()).Send!;
        var refused = talk.Ends(send, Some.Refusal(SendRemedy.Fail, 131050));
        var status = new StatusUpdate
        {
            Attempt = send.AttemptId,
            Number = talk.Account.Numbers[0].Id,
            Wamid = "wamid.1",
            Status = MessageStatus.Failed,
            At = talk.Now.AddSeconds(-3),
            Error = new() { Code = 131050, Title = "Stopped" },
        };
        var told = talk.Do(conversation => conversation.RecordStatus(status, talk.Row(send.Id, MessagePhase.Settled, 1, MessageStatus.Failed)));

        Assert.Equal((OptInAction.MarketingStopped, "whatsapp", null), (refused.OptIns[0].Action, refused.OptIns[0].By, refused.OptIns[0].Number));
        Assert.Equal(status.At, Assert.Single(told.OptIns).At);
        Assert.False(told.IsEmpty);
    }

    /// <summary>A template message that is due in an hour.</summary>
    private static Talk Scheduled(out MessageId id)
    {
        var talk = new Talk();
        id = Talk.Taken(talk.Sends(Some.Template() with { SendAt = talk.Now.AddHours(1) })).Message;
        return talk;
    }

    private static Decision Due(Talk talk, Mogambo.Storage.Templates.TemplateRow? row)
    {
        talk.Now = talk.Now.AddHours(1);
        return talk.Wakes(context => context with { Templates = context.Templates.Add(Some.Plan, row) });
    }
}

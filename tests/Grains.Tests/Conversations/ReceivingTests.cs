using Mogambo.Accounts;
using Mogambo.Conversations;
using Mogambo.Messages;
using Mogambo.Storage.Messages;

namespace Mogambo.Grains.Tests.Conversations;

public sealed class ReceivingTests
{
    private static readonly DateTimeOffset s_noon = Some.Noon;

    [Fact]
    public void A_message_opens_the_window_for_a_day_from_its_own_time()
    {
        var decision = Receive(Some.Message(sentAt: s_noon.AddHours(-3)));

        Assert.Equal(s_noon.AddHours(21), decision.Next.Window.ClosesAt);
    }

    [Fact]
    public void A_message_from_the_future_opens_no_window_beyond_a_day_from_now()
    {
        var decision = Receive(Some.Message(sentAt: s_noon.AddDays(1)));

        Assert.Equal(s_noon.AddDays(1), decision.Next.Window.ClosesAt);
    }

    [Fact]
    public void A_late_message_does_not_shorten_the_window()
    {
        var first = Receive(Some.Message());

        var second = new Conversation(first.Next, Some.Context()).Receive([Some.Message(sentAt: s_noon.AddHours(-5))]);

        Assert.Equal(first.Next.Window, second.Next.Window);
    }

    [Fact]
    public void A_repeat_changes_nothing()
    {
        var message = Some.Message();
        var first = Receive(message);

        var second = new Conversation(first.Next, Some.Context()).Receive([message]);

        Assert.True(second.IsEmpty);
    }

    [Fact]
    public void The_same_message_twice_in_one_webhook_is_one_message()
    {
        var message = Some.Message();

        var decision = new Conversation(ConversationState.New, Some.Context()).Receive([message, message]);

        Assert.Single(decision.NewMessages, row => row.Direction == MessageDirection.Inbound);
    }

    [Fact]
    public void A_repeat_at_the_end_of_a_long_backlog_in_one_webhook_is_one_message()
    {
        InboundMessage[] backlog = [.. Enumerable.Range(0, 40).Select(_ => Some.Message())];

        var decision = new Conversation(ConversationState.New, Some.Context()).Receive([.. backlog, backlog[0]]);

        Assert.Equal(backlog.Length, decision.NewMessages.Count(row => row.Direction == MessageDirection.Inbound));
    }

    [Fact]
    public void An_inline_bots_reply_is_claimed_in_the_same_commit()
    {
        var decision = Receive(Some.Message(text: "hi"));

        var reply = Assert.Single(decision.NewMessages, row => row.Direction == MessageDirection.Outbound);
        Assert.Equal(MessagePhase.Claimed, reply.Phase);
        Assert.Equal(reply.Key.Id, decision.Send!.Id);
        Assert.Contains("echo hi", System.Text.Encoding.UTF8.GetString(decision.SendContent!.Json), StringComparison.Ordinal);
        Assert.Equal(s_noon + Conversation.ClaimLease, decision.DueAt);
    }

    [Fact]
    public void A_message_25_hours_old_gets_no_free_form_reply()
    {
        var decision = Receive(Some.Message(sentAt: s_noon.AddHours(-25)));

        var reply = Assert.Single(decision.NewMessages, row => row.Direction == MessageDirection.Outbound);
        Assert.Equal(MessagePhase.Failed, reply.Phase);
        Assert.Equal((131047, "window-closed"), (reply.Error!.Code, reply.Error.Details));
        Assert.Null(decision.Send);
    }

    [Fact]
    public void A_reply_in_the_windows_last_minute_is_not_claimed()
    {
        var decision = Receive(Some.Message(sentAt: s_noon - CustomerServiceWindow.Length + TimeSpan.FromSeconds(59)));

        Assert.True(decision.Next.Window.IsOpenAt(s_noon));
        Assert.Null(decision.Send);
    }

    [Fact]
    public void A_message_older_than_8_days_is_stored_as_stale_and_starts_nothing()
    {
        var decision = Receive(Some.Message(sentAt: s_noon.AddDays(-9)));

        var row = Assert.Single(decision.NewMessages);
        Assert.True(row.IsStale);
        Assert.Equal(CustomerServiceWindow.NeverOpened, decision.Next.Window);
        Assert.Null(decision.DueAt);
    }

    [Theory]
    [InlineData("system")]
    [InlineData("edit")]
    [InlineData("revoke")]
    public void A_notice_is_no_act_of_the_user_and_opens_nothing(string type)
    {
        Assert.Equal(CustomerServiceWindow.NeverOpened, Receive(Some.Message(type: type)).Next.Window);
    }

    [Fact]
    public void Messages_the_store_knew_already_are_passed_over()
    {
        Mogambo.Messages.MessageId Id(InboundMessage message) => message.Id;
        InboundMessage[] messages = [Some.Message(), Some.Message()];
        var context = Some.Context() with { Stored = [Id(messages[0])] };

        var decision = new Conversation(ConversationState.New, context).Receive(messages);

        Assert.Equal(messages[1].Id, Assert.Single(decision.NewMessages, row => row.Direction == MessageDirection.Inbound).Key.Id);
    }

    [Fact]
    public void Without_a_bot_a_message_is_only_kept()
    {
        var decision = Receive(Some.Message(), Some.Account(BotKind.None));

        Assert.Single(decision.NewMessages);
        Assert.Null(decision.DueAt);
    }

    [Fact]
    public void What_is_remembered_of_inbound_messages_is_bounded()
    {
        var state = ConversationState.New;
        for (var i = 0; i < 100; i++)
        {
            state = new Conversation(state, Some.Context(account: Some.Account(BotKind.None))).Receive([Some.Message()]).Next;
        }

        Assert.Equal(ConversationState.MaxRecent, state.Recent.Length);
    }

    private static Decision Receive(InboundMessage message, Account? account = null) =>
        new Conversation(ConversationState.New, Some.Context(account: account)).Receive([message]);
}

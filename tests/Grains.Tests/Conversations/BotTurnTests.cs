using Mogambo.Accounts;
using Mogambo.Bots;
using Mogambo.Conversations;
using Mogambo.Storage.DeadLetters;

namespace Mogambo.Grains.Tests.Conversations;

public sealed class BotTurnTests
{
    private readonly Account _account = Some.Account(BotKind.Http, fallback: "Sorry, please try later.");
    private DateTimeOffset _now = Some.Noon;

    [Fact]
    public void Messages_are_asked_about_one_at_a_time_and_in_order()
    {
        var first = Receive(ConversationState.New);
        var second = Receive(first.Next);
        Assert.NotNull(first.Ask);
        Assert.Null(second.Ask);

        var answered = Complete(second.Next, first.Ask.Id, Reply("one"));

        Assert.NotNull(answered.Ask);
        Assert.NotNull(answered.Send);
        Assert.NotEqual(first.Ask.Id, answered.Ask.Id);
    }

    [Fact]
    public void A_failing_bot_is_asked_ten_times_with_the_same_turn_id_by_the_contracts_schedule()
    {
        var decision = Receive(ConversationState.New);
        var turn = decision.Ask!.Id;
        var waits = new List<double>();

        while (decision.Ask is not null)
        {
            Assert.Equal(turn, decision.Ask.Id);
            decision = Complete(decision.Next, turn, new BotAnswer.Failed("500"));
            if (decision.Next.Turns.IsEmpty)
            {
                break;
            }

            waits.Add((decision.DueAt!.Value - _now).TotalSeconds);
            _now = decision.DueAt.Value;
            decision = Wake(decision.Next);
        }

        Assert.Equal([1, 2, 4, 8, 15, 30, 30, 30, 30], waits);
        Assert.Equal(DeadLetterKind.Turn, Assert.Single(decision.DeadLetters).Kind);
        Assert.Contains("please try later", System.Text.Encoding.UTF8.GetString(decision.SendContent!.Json), StringComparison.Ordinal);
    }

    [Fact]
    public void After_a_turn_is_given_up_the_next_message_is_asked_about()
    {
        var decision = Receive(Receive(ConversationState.New).Next);
        var state = decision.Next with { Turns = decision.Next.Turns.SetItem(0, decision.Next.Turns[0] with { Calls = Conversation.MaxCalls }) };

        var givenUp = Complete(state, state.Turns[0].Id, new BotAnswer.Failed("500"));

        Assert.Equal(state.Turns[1].Id, givenUp.Ask!.Id);
    }

    [Fact]
    public void A_second_answer_to_a_turn_is_dropped()
    {
        var asked = Receive(ConversationState.New);
        var answered = Complete(asked.Next, asked.Ask!.Id, Reply("one"));

        Assert.True(Complete(answered.Next, asked.Ask.Id, Reply("two")).IsEmpty);
    }

    [Fact]
    public void A_call_that_died_with_its_process_is_made_again_with_the_same_id()
    {
        var asked = Receive(ConversationState.New);

        _now += Conversation.CallLease;
        var woken = Wake(asked.Next);

        Assert.Equal(asked.Ask!.Id, woken.Ask!.Id);
        Assert.Equal(2, woken.Ask.Calls);
    }

    [Fact]
    public void A_bot_may_hand_over_to_a_human_and_is_not_asked_again()
    {
        var asked = Receive(Receive(ConversationState.New).Next);

        var handed = Complete(asked.Next, asked.Next.Turns[0].Id, BotAnswer.Replied.Nothing with { HandsToHuman = true });
        var later = Receive(handed.Next);

        Assert.Empty(handed.Next.Turns);
        Assert.Null(later.Ask);
        Assert.Single(later.NewMessages);
    }

    [Fact]
    public void A_user_who_writes_on_while_the_bot_hangs_makes_no_endless_queue()
    {
        var decision = Receive(ConversationState.New);
        for (var i = 0; i < Conversation.MaxPendingTurns; i++)
        {
            decision = Receive(decision.Next);
        }

        Assert.Equal(Conversation.MaxPendingTurns, decision.Next.Turns.Length);
        Assert.Equal("too-many-waiting", Assert.Single(decision.DeadLetters).Reason);
        Assert.Single(decision.NewMessages);
    }

    [Fact]
    public void A_message_is_asked_about_again_when_its_dead_letter_is_replayed()
    {
        var message = Some.Message();

        var decision = new Conversation(ConversationState.New, Context()).Replay(message.Id, message.SentAt, new(Guid.NewGuid()));

        Assert.Equal(message.Id, decision.Ask!.Message);
    }

    private Decision Receive(ConversationState state) => new Conversation(state, Context()).Receive([Some.Message(sentAt: _now)]);

    private Decision Complete(ConversationState state, TurnId turn, BotAnswer answer) => new Conversation(state, Context()).CompleteTurn(turn, answer);

    private Decision Wake(ConversationState state) => new Conversation(state, Context()).Wake([]);

    private ConversationContext Context() => Some.Context(_now, _account);

    private static BotAnswer.Replied Reply(string text) => new([TextContent.Of(text)]);
}

using Mogambo.Accounts;
using Mogambo.Bots;
using Mogambo.Conversations;
using Mogambo.Messages;
using Mogambo.Sending;
using Mogambo.Storage.DeadLetters;
using Mogambo.Storage.Messages;

namespace Mogambo.Grains.Tests.Conversations;

/// <summary>A conversation whose database was restored from a backup at <see cref="s_restored"/>.</summary>
public sealed class RestoreTests
{
    private static readonly DateTimeOffset s_restored = Some.Noon.AddMinutes(10);

    [Fact]
    public void What_was_on_its_way_is_unknown_and_only_a_person_has_it_sent_again()
    {
        var talk = new Talk(Some.Account(BotKind.None, OnUnknown.Resend));
        talk.OpensWindow();
        var claimed = talk.Sends(Some.Text()).Send!;
        talk.Sends(Some.Text());
        talk.Sends(Some.Text() with { SendAt = Some.Noon.AddHours(1) });
        talk.Now = s_restored.AddSeconds(1);

        var woken = talk.Wakes(Restored);

        Assert.Null(woken.Send);
        Assert.Equal(3, woken.Changes.Count);
        Assert.All(woken.Changes, change => Assert.Equal(MessagePhase.Unknown, change.Phase));
        Assert.All(talk.State.Outbox, entry => Assert.Equal(MessagePhase.Unknown, entry.Phase));
        foreach (var after in new[] { TimeSpan.FromMinutes(2), TimeSpan.FromHours(2), TimeSpan.FromDays(2) })
        {
            talk.Now = s_restored + after;
            Assert.Null(talk.Wakes(Restored).Send);
        }

        Assert.Empty(talk.State.Outbox);
        var row = talk.Row(claimed.Id, MessagePhase.Unknown);
        talk.OpensWindow();
        Assert.Equal(2, talk.Do(conversation => conversation.Resolve(row, Resolution.Resend, null), Restored).Send!.Attempt);
    }

    [Fact]
    public void What_is_queued_after_the_restore_is_sent_as_ever()
    {
        var talk = new Talk(Some.Account(BotKind.None)) { Now = s_restored.AddMinutes(1) };
        talk.OpensWindow();

        var sent = talk.Sends(Some.Text(), Restored);
        var second = talk.Sends(Some.Text(), Restored);

        Assert.NotNull(sent.Send);
        Assert.Null(second.Send);
        Assert.Empty(second.Changes);
        Assert.Equal(s_restored, talk.State.RestoredAt);
    }

    [Fact]
    public void A_turn_that_waited_is_a_dead_letter_which_a_person_replays()
    {
        var talk = new Talk(Some.Account(BotKind.Http));
        var asked = talk.Says().Ask!;
        talk.Says("and another");
        talk.Now = s_restored.AddSeconds(1);

        var woken = talk.Wakes(Restored);

        Assert.Null(woken.Ask);
        Assert.Empty(talk.State.Turns);
        Assert.Equal(2, woken.DeadLetters.Select(letter => letter.Id).Distinct().Count());
        Assert.All(woken.DeadLetters, letter => Assert.Equal((DeadLetterKind.Turn, "restored"), (letter.Kind, letter.Reason)));
        var late = talk.Do(conversation => conversation.CompleteTurn(asked.Id, new BotAnswer.Replied([TextContent.Of("late")])), Restored);
        Assert.Null(late.Send);
        Assert.NotNull(talk.Do(conversation => conversation.Replay(asked.Message, asked.SentAt, woken.DeadLetters[0].Id), Restored).Ask);
    }

    [Theory]
    [InlineData(BotKind.Echo)]
    [InlineData(BotKind.Http)]
    public void A_message_from_before_that_comes_again_is_stored_and_left_to_a_person(BotKind kind)
    {
        var talk = new Talk(Some.Account(kind)) { Now = s_restored.AddMinutes(1) };

        var received = talk.Do(conversation => conversation.Receive([Some.Message(s_restored.AddSeconds(-1)), Some.Message(s_restored)]), Restored);

        Assert.Equal(2, received.NewMessages.Count(message => message.Direction == MessageDirection.Inbound));
        Assert.DoesNotContain(received.NewMessages, message => message.IsStale);
        var letter = Assert.Single(received.DeadLetters);
        Assert.Equal(("restored", received.NewMessages[0].Key), (letter.Reason, letter.Message));
        Assert.True(talk.State.Window.AllowsSendAt(talk.Now));
        Assert.Equal(kind == BotKind.Http ? 1 : 0, talk.State.Turns.Length);
        Assert.Equal(kind == BotKind.Echo ? 1 : 0, talk.State.Outbox.Length);
    }

    [Fact]
    public void A_stop_from_before_counts_and_is_not_confirmed_twice()
    {
        var talk = new Talk { Now = s_restored.AddMinutes(1) };

        var received = talk.Do(conversation => conversation.Receive([Some.Message(s_restored.AddSeconds(-1), "stop")]), Restored);

        Assert.Single(received.OptIns);
        Assert.Null(received.Send);
        Assert.Empty(received.DeadLetters);
    }

    [Fact]
    public void A_failure_from_before_that_comes_again_sends_nothing_again()
    {
        var talk = new Talk(Some.Account(BotKind.None));
        talk.OpensWindow();
        var claimed = talk.Sends(Some.Text()).Send!;
        talk.Now = s_restored.AddMinutes(1);
        talk.Wakes(Restored);
        var status = new StatusUpdate
        {
            Attempt = claimed.AttemptId,
            Number = talk.Account.Numbers[0].Id,
            Wamid = "wamid.x",
            Status = MessageStatus.Failed,
            At = s_restored.AddSeconds(-5),
            Remedy = SendRemedy.BackOff,
            Error = new() { Code = 131000, Title = "Something went wrong" },
        };
        var row = talk.Row(claimed.Id, MessagePhase.Unknown, status: MessageStatus.Failed);

        var old = talk.Do(conversation => conversation.RecordStatus(status, row), Restored);

        Assert.Null(old.Send);
        Assert.Empty(talk.State.Outbox);
    }

    private static ConversationContext Restored(ConversationContext context) => context with { RestoredAt = s_restored };
}

using Mogambo.Accounts;
using Mogambo.OptIns;
using Mogambo.Storage.Messages;

namespace Mogambo.Grains.Tests.Conversations;

public sealed class OptInWordTests
{
    [Fact]
    public void A_stop_is_recorded_for_the_account_does_not_reach_the_bot_and_is_confirmed_once()
    {
        var talk = new Talk();

        var decision = talk.Says("STOP");

        var entry = Assert.Single(decision.OptIns);
        Assert.Equal(
            (OptInAction.OptedOut, (PhoneNumberId?)null, talk.Now, "keyword", "user"),
            (entry.Action, entry.Number, entry.At, entry.Source, entry.By));
        Assert.Equal(talk.Context().Id.User, entry.User);
        var reply = Assert.Single(decision.NewMessages, row => row.Direction == MessageDirection.Outbound);
        Assert.Contains("START", System.Text.Encoding.UTF8.GetString(reply.Content), StringComparison.Ordinal);
    }

    [Fact]
    public void An_http_bot_is_not_asked_about_it()
    {
        var talk = new Talk(Some.Account(BotKind.Http));

        Assert.Null(talk.Says("stop").Ask);
        Assert.NotNull(talk.Says("stop it").Ask);
    }

    [Fact]
    public void A_start_is_recorded_and_a_repeat_of_the_webhook_changes_nothing()
    {
        var talk = new Talk();
        var message = Some.Message(talk.Now, "start");

        var decision = talk.Do(conversation => conversation.Receive([message]));

        Assert.Equal(OptInAction.OptedIn, Assert.Single(decision.OptIns).Action);
        Assert.True(talk.Do(conversation => conversation.Receive([message])).IsEmpty);
    }

    [Fact]
    public void A_stop_that_comes_late_is_recorded_at_its_own_time_and_not_answered()
    {
        var talk = new Talk();
        var decision = talk.Do(conversation => conversation.Receive([Some.Message(talk.Now.AddDays(-9), "stop"), Some.Message(talk.Now.AddHours(-25), "stop")]));

        var endOfSecond = TimeSpan.FromMilliseconds(999);
        Assert.Equal([talk.Now.AddDays(-9) + endOfSecond, talk.Now.AddHours(-25) + endOfSecond], decision.OptIns.Select(entry => entry.At));
        Assert.DoesNotContain(decision.NewMessages, row => row.Direction == MessageDirection.Outbound);
    }

    [Theory]
    [InlineData("stop", 0, 565, 565)]
    [InlineData("start", 0, 565, 565)]
    [InlineData("stop", 0, 5000, 999)]
    [InlineData("start", 0, 5000, 0)]
    public void A_word_in_the_second_of_an_entry_by_api_is_the_later_one_unless_it_is_a_start_that_came_late(string word, int said, int arrived, int counts)
    {
        var second = Some.Noon;
        var talk = new Talk { Now = second.AddMilliseconds(arrived) };

        var decision = talk.Do(conversation => conversation.Receive([Some.Message(second.AddMilliseconds(said), word)]));

        Assert.Equal(second.AddMilliseconds(counts), Assert.Single(decision.OptIns).At);
    }

    [Fact]
    public void A_stop_from_the_future_counts_as_now()
    {
        var talk = new Talk();

        Assert.Equal(talk.Now, Assert.Single(talk.Do(conversation => conversation.Receive([Some.Message(talk.Now.AddMinutes(5), "stop")])).OptIns).At);
    }

    [Fact]
    public void Without_a_configured_reply_nothing_is_sent()
    {
        var talk = new Talk(Some.Account(also: account => account.OptInWords.StopReply = ""));

        Assert.Null(talk.Says("stop").Send);
    }

    [Fact]
    public void Configured_words_take_the_place_of_the_built_in_ones_of_their_list()
    {
        var talk = new Talk(Some.Account(also: account => account.OptInWords.Stop.Add("Genug!")));

        Assert.Single(talk.Says("genug").OptIns);
        Assert.Empty(talk.Says("stop").OptIns);
        Assert.Single(talk.Says("start").OptIns);
    }
}

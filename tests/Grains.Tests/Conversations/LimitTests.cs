using Mogambo.Conversations;
using Mogambo.Messages;
using Mogambo.Storage.Conversations;

namespace Mogambo.Grains.Tests.Conversations;

public sealed class LimitTests
{
    [Fact]
    public void Forty_five_messages_may_go_at_once_and_the_next_at_the_exact_time()
    {
        var talk = new Talk();
        for (var i = 0; i < PairRate.Burst; i++)
        {
            talk.Ends(talk.Sends(Some.Template()).Send!);
        }

        var limited = talk.Sends(Some.Template());

        var row = Assert.Single(limited.NewMessages);
        Assert.Equal((MessagePhase.Queued, HeldFor.Pair), (row.Phase, row.HeldFor));
        Assert.Equal(talk.Now.AddSeconds(6), limited.DueAt);
        talk.Now = limited.DueAt!.Value.AddTicks(-1);
        Assert.True(talk.Wakes().IsEmpty);
        talk.Now = limited.DueAt.Value;
        Assert.Equal(row.Key.Id, talk.Wakes().Send!.Id);
    }

    [Fact]
    public void Messages_behind_a_limited_one_keep_their_order()
    {
        var talk = new Talk();
        talk.State = talk.State with { Pair = new(talk.Now.AddSeconds(6 * PairRate.Burst)) };
        MessageId[] ids = [.. Enumerable.Range(0, 3).Select(_ => Talk.Taken(talk.Sends(Some.Template())).Message)];

        var sent = new List<MessageId>();
        for (var i = 0; i < 3; i++)
        {
            talk.Now = talk.Now.AddSeconds(6);
            var send = talk.Wakes().Send!;
            sent.Add(send.Id);
            talk.Ends(send);
        }

        Assert.Equal(ids, sent);
    }

    [Fact]
    public void A_number_without_room_is_asked_once_a_turn_and_the_message_waits_for_it()
    {
        var talk = new Talk { HasRoom = false };

        var first = talk.Sends(Some.Template());
        var row = Assert.Single(first.NewMessages);
        Assert.Equal((MessagePhase.Queued, HeldFor.Number), (row.Phase, row.HeldFor));
        Assert.Equal(talk.Now + Conversation.NumberRetry, first.DueAt);
        Assert.Equal(1, talk.Asked);

        // Nobody overtakes it, though there is room again.
        talk.HasRoom = true;
        Assert.Null(talk.Sends(Some.Template()).Send);
        Assert.Equal(1, talk.Asked);
        Assert.Equal(row.Key.Id, talk.Wakes().Send!.Id);
    }

    [Fact]
    public void The_number_is_not_asked_for_what_may_not_go_anyway()
    {
        var talk = new Talk();
        talk.Sends(Some.Text());
        talk.Sends(Some.Template(), context => context with { NotOptedIn = [Some.Plan] });
        talk.Sends(Some.Template() with { SendAt = talk.Now.AddHours(1) });
        Assert.Equal(0, talk.Asked);

        talk.Sends(Some.Template());
        talk.Sends(Some.Template());
        Assert.Equal(1, talk.Asked);
    }

    [Fact]
    public void A_template_outside_the_window_counts_for_the_portfolio_and_nothing_else_does()
    {
        var talk = new Talk(Some.Account(usersPer24h: 250));
        var outside = talk.Sends(Some.Template());
        Assert.Equal(new PortfolioUse("102290129340398/106540352242922", 250, talk.Now), outside.Portfolio);
        talk.Ends(outside.Send!);

        talk.OpensWindow();
        var inside = talk.Sends(Some.Template());
        Assert.NotNull(inside.Send);
        Assert.Null(inside.Portfolio);
        talk.Ends(inside.Send);
        Assert.Null(talk.Sends(Some.Text()).Portfolio);
        Assert.Null(new Talk().Sends(Some.Template()).Portfolio);
    }

    [Fact]
    public void A_full_portfolio_holds_the_message_until_there_is_room()
    {
        var talk = new Talk(Some.Account(usersPer24h: 250, also: account => account.Portfolio = "shop"));
        var until = talk.Now.AddHours(2);

        var held = talk.Sends(Some.Template(), context => context with { PortfolioFullUntil = until });

        var row = Assert.Single(held.NewMessages);
        Assert.Equal((MessagePhase.Queued, HeldFor.Portfolio), (row.Phase, row.HeldFor));
        Assert.Equal(until, held.DueAt);
        talk.Now = until;
        Assert.Equal("shop", talk.Wakes().Portfolio!.Name);
    }
}

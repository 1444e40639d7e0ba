using System.Globalization;
using System.Text;
using Mogambo.Bots;
using Mogambo.Conversations;
using Mogambo.Storage.DeadLetters;

namespace Mogambo.Grains.Tests.Cluster;

public abstract class BotTurnTests(GrainCluster cluster)
{
    private static readonly TimeSpan s_second = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task The_bot_gets_the_message_and_its_answer_is_sent()
    {
        var chat = cluster.NewChat(TestAccounts.Http);
        cluster.Bot.Answers(chat.Id, _ => Reply("It ships today."));

        var message = await chat.SaysAsync("where is my order?");
        await chat.UntilRepliesAreAsync("accepted");

        var question = Assert.Single(cluster.Bot.QuestionsAbout(chat.Id));
        Assert.Equal(message.Content, question.Message);
        Assert.Equal("Ana", question.Name);
        Assert.Equal(message.SentAt + CustomerServiceWindow.Length, question.WindowClosesAt);
        Assert.Null(question.Context);
        Assert.Empty(question.History);
        Assert.Equal(["It ships today."], chat.Sent);
        Assert.Equal(message.Id, Assert.Single(await chat.RepliesAsync()).InReplyTo);
    }

    [Fact]
    public async Task The_bot_gets_its_context_back_and_the_last_ten_messages_in_order()
    {
        var chat = cluster.NewChat(TestAccounts.Http);
        var turn = 0;
        cluster.Bot.Answers(chat.Id, question =>
            Reply("re " + Chat.TextOf(question.Message)) with { Context = Encoding.UTF8.GetBytes($$"""{"turn":{{++turn}}}""") });
        for (var n = 1; n <= 7; n++)
        {
            await chat.SaysAsync(n.ToString(CultureInfo.InvariantCulture));
            await chat.UntilRepliesAreAsync("accepted", n);
            cluster.Time.Advance(s_second);
        }

        var last = cluster.Bot.QuestionsAbout(chat.Id)[^1];

        Assert.Equal("""{"turn":6}""", Encoding.UTF8.GetString(last.Context!));
        Assert.Equal(["2", "re 2", "3", "re 3", "4", "re 4", "5", "re 5", "6", "re 6"], last.History.Select(row => Chat.TextOf(row.Content)));
    }

    [Fact]
    public async Task A_bot_that_fails_ten_times_leaves_a_dead_letter_and_the_fallback_and_is_asked_about_the_next_message()
    {
        var chat = cluster.NewChat(TestAccounts.Http);
        cluster.Bot.Answers(chat.Id, question =>
            Chat.TextOf(question.Message) == "poison" ? new BotAnswer.Failed("The bot answered 500.") : Reply("fine"));
        var poison = await chat.SaysAsync("poison");
        await chat.SaysAsync("good");

        await chat.UntilRepliesAreAsync("accepted", 2, step: s_second);

        var questions = cluster.Bot.QuestionsAbout(chat.Id);
        Assert.Equal(11, questions.Count);
        Assert.Single(questions.Take(10).Select(question => question.Turn).Distinct());
        Assert.Equal([TestAccounts.Fallback, "fine"], chat.Sent);
        var letters = await cluster.Service<IDeadLetters>().ListAsync(TestAccounts.OwnerOf(TestAccounts.Http), 100);
        var letter = Assert.Single(letters, letter => letter.Conversation == chat.Id);
        Assert.Equal(("bot-failed", poison.Id), (letter.Reason, letter.Message!.Value.Id));
    }

    [Fact]
    public async Task A_bot_that_fails_once_is_asked_again_with_the_same_turn()
    {
        var chat = cluster.NewChat(TestAccounts.Http);
        var calls = 0;
        cluster.Bot.Answers(chat.Id, _ => ++calls == 1 ? new BotAnswer.Failed("The bot answered 503.") : Reply("back"));
        await chat.SaysAsync();

        await chat.UntilRepliesAreAsync("accepted", step: s_second);

        Assert.Equal(["back"], chat.Sent);
        Assert.Single(cluster.Bot.QuestionsAbout(chat.Id).Select(question => question.Turn).Distinct());
    }

    [Fact]
    public async Task A_bot_that_hangs_holds_up_nobody_s_messages_and_each_waits_its_turn()
    {
        var (ana, ben) = (cluster.NewChat(TestAccounts.Http), cluster.NewChat(TestAccounts.Http));
        cluster.Bot.Answers(ben.Id, _ => Reply("hi ben"));
        var hanging = cluster.Bot.Hangs(ana.Id);
        await ana.SaysAsync("one");
        await cluster.UntilAsync("the bot hangs", () => cluster.Bot.QuestionsAbout(ana.Id).Count == 1);

        await ana.SaysAsync("two");
        await ben.SaysAsync("hello");
        await ben.UntilRepliesAreAsync("accepted");

        Assert.Equal(2, (await ana.RowsAsync()).Count);
        Assert.Single(cluster.Bot.QuestionsAbout(ana.Id));
        cluster.Bot.Answers(ana.Id, question => Reply("re " + Chat.TextOf(question.Message)));
        hanging.SetResult(Reply("re one"));
        await ana.UntilRepliesAreAsync("accepted", 2);
        Assert.Equal(["re one", "re two"], ana.Sent);
    }

    [Fact]
    public async Task A_call_that_is_lost_with_its_process_is_made_again_after_its_lease()
    {
        var chat = cluster.NewChat(TestAccounts.Http);
        cluster.Bot.Answers(chat.Id, _ => Reply("here"));
        await chat.SaysAsync();
        await chat.UntilRepliesAreAsync("accepted");
        var state = await chat.StateAsync();
        var seen = (await chat.RowsAsync())[0];
        var lost = new PendingTurn
        {
            Id = TurnId.New(cluster.Time.GetUtcNow()),
            Message = seen.Key.Id,
            SentAt = DateTimeOffset.FromUnixTimeMilliseconds(seen.Key.At),
            Calls = 1,
            IsInCall = true,
            NextCallAt = cluster.Time.GetUtcNow() + Conversation.CallLease,
        };
        await cluster.DropAsync(chat);
        await chat.WriteAsync(state with { Turns = [lost] });

        await chat.Grain.WakeAsync();
        Assert.Single(cluster.Bot.QuestionsAbout(chat.Id));
        cluster.Time.Advance(Conversation.CallLease);
        await chat.Grain.WakeAsync();
        await chat.UntilRepliesAreAsync("accepted", 2);

        Assert.Equal(lost.Id, cluster.Bot.QuestionsAbout(chat.Id)[^1].Turn);
    }

    [Fact]
    public async Task After_the_bot_has_handed_over_to_a_person_it_is_not_asked()
    {
        var chat = cluster.NewChat(TestAccounts.Http);
        cluster.Bot.Answers(chat.Id, _ => Reply("A colleague takes over.") with { HandsToHuman = true });
        await chat.SaysAsync("a person, please");
        await chat.UntilRepliesAreAsync("accepted");

        await chat.SaysAsync("hello?");

        Assert.True((await chat.StateAsync()).HandledByHuman);
        Assert.Empty((await chat.StateAsync()).Turns);
        Assert.Single(cluster.Bot.QuestionsAbout(chat.Id));
    }

    private static BotAnswer.Replied Reply(string text) => new([TextContent.Of(text)]);
}

[Collection(nameof(SqliteClusterTests))]
public sealed class SqliteBotTurnTests(SqliteCluster cluster) : BotTurnTests(cluster);

[Collection(nameof(PostgreSqlClusterTests))]
public sealed class PostgreSqlBotTurnTests(PostgreSqlCluster cluster) : BotTurnTests(cluster);

using Mogambo.Accounts;
using Mogambo.Conversations;
using Mogambo.Messages;
using Mogambo.Sending;
using Mogambo.Storage.Messages;
using Mogambo.Storage.Numbers;

namespace Mogambo.Grains.Tests.Cluster;

public abstract class SendingTests(GrainCluster cluster)
{
    private static readonly TimeSpan s_tick = TimeSpan.FromMilliseconds(500);

    [Fact]
    public async Task A_send_that_hangs_holds_up_its_own_conversation_s_replies_and_nobody_else()
    {
        var (ana, ben) = (cluster.NewChat(), cluster.NewChat());
        var hanging = cluster.WhatsApp.Hangs(ana.Id);
        await ana.SaysAsync("one");
        await cluster.UntilAsync("the first reply hangs", () => ana.Attempts.Count == 1);

        await ben.SaysAsync("hi");
        await ana.SaysAsync("two");
        await ana.SaysAsync("three");
        await ben.UntilRepliesAreAsync("accepted");

        Assert.Equal(["claimed", "queued", "queued"], (await ana.RepliesAsync()).Select(reply => reply.Status).Order());
        Assert.Single(ana.Attempts);
        hanging.SetResult(new SendOutcome.Accepted("wamid.late"));
        await ana.UntilRepliesAreAsync("accepted", 3);
        Assert.Equal(["echo one", "echo two", "echo three"], ana.Sent);
    }

    [Fact]
    public async Task An_accepted_reply_has_whatsapp_s_id()
    {
        var chat = cluster.NewChat();
        cluster.WhatsApp.Answers(chat.Id, new SendOutcome.Accepted("wamid.of-the-reply"));

        var message = await chat.SaysAsync();
        await chat.UntilRepliesAreAsync("accepted");

        var reply = Assert.Single(await chat.RepliesAsync());
        Assert.Equal("wamid.of-the-reply", reply.Wamid);
        Assert.Equal(message.Id, reply.InReplyTo);
        Assert.Empty((await chat.StateAsync()).Outbox);
    }

    [Fact]
    public async Task A_reply_whose_outcome_is_unknown_is_not_sent_again_and_a_status_settles_it()
    {
        var chat = cluster.NewChat();
        cluster.WhatsApp.Answers(chat.Id, new SendOutcome.Unknown("The connection broke."));
        await chat.SaysAsync();
        await chat.UntilRepliesAreAsync("unknown");

        await chat.Grain.WakeAsync();
        cluster.Time.Advance(TimeSpan.FromMinutes(10));
        await chat.Grain.WakeAsync();

        var attempt = Assert.Single(chat.Attempts);
        Assert.Equal("unknown", Assert.Single(await chat.RepliesAsync()).Status);
        await chat.Grain.RecordStatusAsync(Status(chat, attempt.Id, MessageStatus.Delivered));
        Assert.Equal("delivered", Assert.Single(await chat.RepliesAsync()).Status);
        Assert.Empty((await chat.StateAsync()).Outbox);
        Assert.Single(chat.Attempts);
    }

    [Fact]
    public async Task A_status_that_comes_before_the_unknown_outcome_is_what_stands()
    {
        var chat = cluster.NewChat();
        var hanging = cluster.WhatsApp.Hangs(chat.Id);
        await chat.SaysAsync();
        await cluster.UntilAsync("the reply hangs", () => chat.Attempts.Count == 1);
        await chat.Grain.RecordStatusAsync(Status(chat, chat.Attempts[0].Id, MessageStatus.Sent));

        hanging.SetResult(new SendOutcome.Unknown("No answer."));
        await cluster.UntilAsync("nothing waits", async () => (await chat.StateAsync()).Outbox.IsEmpty);

        Assert.Equal("sent", Assert.Single(await chat.RepliesAsync()).Status);
        Assert.Single(chat.Attempts);
    }

    [Fact]
    public async Task A_refused_token_parks_the_number_for_all_its_conversations_until_the_operator_acts()
    {
        var number = cluster.NewNumber();
        var (ana, ben) = (cluster.NewChat(number), cluster.NewChat(number));
        cluster.WhatsApp.Answers(ana.Id, Some.Refusal(SendRemedy.ParkNumber, 190));
        await ana.SaysAsync();
        await ana.UntilRepliesAreAsync("queued");
        await ben.SaysAsync();
        await ben.Grain.WakeAsync();

        Assert.All([.. await ana.RepliesAsync(), .. await ben.RepliesAsync()], reply =>
        {
            Assert.Equal(("queued", HeldFor.Number), (reply.Status, reply.HeldFor));
            Assert.Equal(190, reply.Error!.Code);
        });
        var parking = Assert.Single(cluster.Commits.Of(ana.Id), commit => commit.Park is not null);
        Assert.Equal(MessagePhase.Queued, Assert.Single(parking.Changes).Phase);
        Assert.Empty(ben.Attempts);

        var parks = cluster.Service<INumberParks>();
        Assert.False(await parks.LiftUnlessAsync(number, NumberToken.HashOf(Number(number)), cluster.Time.GetUtcNow()));
        Assert.True(await parks.LiftUnlessAsync(number, "another token", cluster.Time.GetUtcNow()));
        await ana.UntilRepliesAreAsync("accepted", step: s_tick);
        await ben.UntilRepliesAreAsync("accepted", step: s_tick);
        Assert.Equal(2, ana.Attempts.Count);
        Assert.Single(ben.Attempts);
    }

    [Fact]
    public async Task A_claim_of_a_process_that_died_becomes_unknown_after_its_lease_and_is_not_sent()
    {
        var chat = cluster.NewChat();
        var claim = await ClaimAsync(chat, Guid.NewGuid());

        cluster.Time.Advance(Conversation.ClaimLease - TimeSpan.FromSeconds(1));
        await chat.Grain.WakeAsync();
        Assert.Equal("claimed", Assert.Single(await chat.RepliesAsync()).Status);
        cluster.Time.Advance(TimeSpan.FromSeconds(1));
        await chat.Grain.WakeAsync();

        Assert.Equal("unknown", Assert.Single(await chat.RepliesAsync()).Status);
        Assert.Equal(claim, Assert.Single((await chat.StateAsync()).Outbox).AttemptId);
        Assert.Empty(chat.Attempts);
    }

    [Fact]
    public async Task What_is_due_is_woken_without_anyone_asking()
    {
        var chat = cluster.NewChat();
        cluster.WhatsApp.Answers(chat.Id, Some.Refusal(SendRemedy.WaitForPair, 131056), Some.Refusal(SendRemedy.WaitForPair, 131056));
        await chat.SaysAsync();
        await chat.SaysAsync("behind it");

        await chat.UntilRepliesAreAsync("accepted", 2, step: s_tick);

        Assert.Equal(["echo hello", "echo hello", "echo hello", "echo behind it"], chat.Sent);
        Assert.Equal(4, chat.Attempts.Select(attempt => attempt.Id).Distinct().Count());
    }

    [Fact]
    public async Task By_the_policy_resend_what_stays_unknown_is_sent_once_more_and_marked()
    {
        var chat = cluster.NewChat(TestAccounts.Resending);
        cluster.WhatsApp.Answers(chat.Id, new SendOutcome.Unknown("No answer."));
        await chat.SaysAsync();
        await chat.UntilRepliesAreAsync("unknown");

        await chat.UntilRepliesAreAsync("accepted", step: TimeSpan.FromSeconds(1));

        Assert.Equal(2, chat.Attempts.Select(attempt => attempt.Id).Distinct().Count());
        Assert.Single(chat.Attempts.Select(attempt => attempt.Id.Message).Distinct());
        Assert.True(Assert.Single(await chat.RepliesAsync()).PossibleDuplicate);
    }

    [Fact]
    public async Task An_alarm_that_finds_nothing_to_do_is_set_to_its_time_again()
    {
        var chat = cluster.NewChat();
        await chat.SaysAsync("first");
        await chat.UntilRepliesAreAsync("accepted");
        var at = cluster.Time.GetUtcNow().AddHours(2);
        Assert.IsType<SendReply.Taken>(await chat.Grain.SendAsync(Some.Text() with { SendAt = at }));
        var before = cluster.Commits.Of(chat.Id).Count;

        await chat.Grain.WakeAsync();

        Assert.Equal(before + 1, cluster.Commits.Of(chat.Id).Count);
        Assert.Equal(at, cluster.Commits.Of(chat.Id)[^1].DueAt);
    }

    [Fact]
    public async Task A_claim_whose_commit_took_too_long_is_given_back_unsent_and_made_anew()
    {
        var chat = cluster.NewChat();
        var commit = cluster.Commits.HoldNext(chat.Id);
        var receiving = chat.SaysAsync();
        await commit.Arrived;

        cluster.Time.Advance(Conversation.ClaimFreshness + TimeSpan.FromMilliseconds(1));
        commit.Release();
        await receiving;
        await chat.UntilRepliesAreAsync("accepted");

        Assert.Equal(2, Assert.Single(chat.Attempts).Id.Number);
        Assert.False(Assert.Single(await chat.RepliesAsync()).PossibleDuplicate);
    }

    /// <summary>What a process leaves behind that dies between a claim's commit and its send.</summary>
    private async Task<AttemptId> ClaimAsync(Chat chat, Guid process)
    {
        var now = cluster.Time.GetUtcNow();
        var id = MessageId.NewOutbound(now);
        var entry = new OutboxEntry { Id = id, Attempt = 1, Phase = MessagePhase.Claimed, At = now, ClaimedBy = process };
        await chat.WriteAsync(
            ConversationState.New with { Outbox = [entry], Window = CustomerServiceWindow.NeverOpened.ExtendedBy(now, now) },
            new NewMessage
            {
                Key = MessageKey.OfOutbound(id),
                Direction = MessageDirection.Outbound,
                Type = "text",
                Content = """{"type":"text","text":{"body":"hi"}}"""u8.ToArray(),
                CreatedAt = now,
                Phase = MessagePhase.Claimed,
                Attempt = 1,
            });
        return entry.AttemptId;
    }

    private StatusUpdate Status(Chat chat, AttemptId attempt, MessageStatus status) => new()
    {
        Attempt = attempt,
        Number = chat.Id.Number,
        Wamid = "wamid.told",
        Status = status,
        At = cluster.Time.GetUtcNow(),
    };

    private static BusinessNumber Number(PhoneNumberId id) =>
        TestAccounts.Directory.TryGetNumber(id, out var number) ? number : throw new ArgumentOutOfRangeException(nameof(id));
}

[Collection(nameof(SqliteClusterTests))]
public sealed class SqliteSendingTests(SqliteCluster cluster) : SendingTests(cluster);

[Collection(nameof(PostgreSqlClusterTests))]
public sealed class PostgreSqlSendingTests(PostgreSqlCluster cluster) : SendingTests(cluster);

using Mogambo.Messages;
using Mogambo.Storage.Events;
using Mogambo.Storage.GroupCommit;
using Mogambo.Storage.PostgreSql;

namespace Mogambo.Storage.Tests.PostgreSql;

/// <summary>What is not used costs nothing: statements are counted per batch, whatever it holds.</summary>
public sealed class StatementCountTests
{
    [Fact]
    public void An_ordinary_turn_is_four_statements()
    {
        // Locks the conversation, looks for duplicates; writes the state and the messages.
        Assert.Equal((2, 2), Count(Turn(), Turn(), Turn()));
    }

    [Fact]
    public void A_turn_whose_answer_is_claimed_at_once_and_a_status_add_their_own()
    {
        var id = Some.Conversation();
        var claim = new CommitRequest(Some.Commit(id, 0, Some.Inbound(id), Some.Outbound(MessagePhase.Claimed)));
        var status = new StatusRequest(Some.Status(id, MessageId.NewOutbound(Some.Now), MessageStatus.Sent));

        Assert.Equal((3, 2), Count(claim));
        Assert.Equal((4, 2), Count(claim, Turn(), status));
    }

    [Fact]
    public void A_template_adds_two_locks()
    {
        // Nothing is looked for: a message of ours has a new id.
        var message = Some.Outbound() with { Template = Some.Use(Some.Template()) };

        Assert.Equal((3, 0), Count(new CommitRequest(Some.Commit(Some.Conversation(), 0, message))));
    }

    [Fact]
    public void In_one_round_trip_nothing_is_read_first()
    {
        var id = Some.Conversation();
        var claim = new CommitRequest(Some.Commit(id, 0, Some.Inbound(id), Some.Outbound(MessagePhase.Claimed)) with { DueAt = Some.Now.AddSeconds(25), IsLeased = true });
        var (sent, told) = (MessageId.NewOutbound(Some.Now), MessageId.NewOutbound(Some.Now));
        var outcome = new CommitRequest(Some.Commit(id, 1) with { Changes = [new() { Id = sent, Phase = MessagePhase.Settled, Attempt = 1 }] });
        var status = new StatusRequest(Some.Status(id, told, MessageStatus.Sent));

        // Writes the state and the messages.
        Assert.Equal(2, CountPlain(Turn(), Turn(), Turn()));
        // Shares the number, writes the state, the leases and the messages.
        Assert.Equal(4, CountPlain(claim));
        // Writes the state and the message.
        Assert.Equal(2, CountPlain(outcome));
        // Locks the messages, for there are two lists of them; writes the state, the message and the status.
        Assert.Equal(4, CountPlain(outcome, status));
        Assert.Equal(2, CountPlain(status));
    }

    private static int CountPlain(params IReadOnlyList<BatchRequest> requests) =>
        PostgreSqlPlainBatch.Steps(new WriteBatch(requests), new LockedRows(), Some.Now).Count();

    private static CommitRequest Turn()
    {
        var id = Some.Conversation();
        return new(Some.Commit(id, 0, Some.Inbound(id), Some.Outbound()));
    }

    private static (int Locks, int Writes) Count(params IReadOnlyList<BatchRequest> requests)
    {
        var batch = new WriteBatch(requests);
        var rows = new LockedRows();
        var locks = PostgreSqlLocks.Steps(batch, rows, new TransactionOrder(), Some.Now).Count();
        return (locks, PostgreSqlWrites.For(batch, new BatchDecision(batch, rows, new EventFeeds(), Some.Now)).Count());
    }
}

using CsCheck;
using Mogambo.Messages;
using Mogambo.Storage.Conversations;
using Mogambo.Storage.Messages;

namespace Mogambo.Storage.Tests.Conversations;

/// <summary>Random histories of one conversation, told to the store and to a model of a few lines, end the same.</summary>
public abstract class ModelTests(StoreFixture fixture)
{
    private const int Messages = 3;

    private static readonly Gen<Step> Steps = Gen.Select(
        Gen.Int[0, 5], Gen.Int[0, Messages - 1], Gen.Int[1, 3], Gen.Enum<MessageStatus>(), Gen.Bool,
        (kind, message, attempt, status, flag) => new Step(kind, message, attempt, status, flag));

    [Fact]
    public async Task Random_histories_end_as_the_model_says()
    {
        await Steps.Array[1, 40].SampleAsync(RunAsync, iter: 60, threads: 1);
    }

    private async Task RunAsync(Step[] steps)
    {
        var id = Some.Conversation();
        var rows = Enumerable.Range(0, Messages).Select(_ => Some.Outbound(MessagePhase.Claimed)).ToArray();
        var inbound = Some.Inbound(id);
        await fixture.Conversations.CommitAsync(Some.Commit(id, 0, [.. rows, inbound]), Cancellation);
        var model = new Model(Messages);
        foreach (var step in steps)
        {
            await CheckAsync(step, model, id, rows, inbound);
        }

        Assert.Equal(model.Version, (await fixture.Conversations.LoadAsync(id, Cancellation))!.Version);
        var stored = await fixture.Conversations.GetMessagesAsync([.. rows.Select(row => row.Key)], Cancellation);
        Assert.Equal(model.Rows, stored.Select(row => new Row(row.Phase, row.Attempt, row.Rank)));
    }

    private async Task CheckAsync(
        Step step, Model model, Mogambo.Conversations.ConversationId id, NewMessage[] rows, NewMessage inbound)
    {
        var message = rows[step.Message].Key.Id;
        switch (step.Kind)
        {
            case 0 or 1 when step.Status != MessageStatus.None:
                var before = model.Rows[step.Message];
                var told = await fixture.Conversations.ApplyStatusAsync(Some.Status(id, message, step.Status, step.Attempt), Cancellation);
                Assert.Equal(new StatusResult(id, model.Tell(step), before.Phase), told);
                break;
            case 2:
                var stale = Some.Commit(id, model.Version + (step.Flag ? 1 : -1)) with { Changes = [Some.Claim(message, step.Attempt)] };
                Assert.IsType<CommitResult.VersionConflict>(await fixture.Conversations.CommitAsync(stale, Cancellation));
                break;
            case 3:
                var repeat = Some.Commit(id, model.Version, inbound) with { Changes = [Some.Claim(message, step.Attempt)] };
                Assert.IsType<CommitResult.Duplicates>(await fixture.Conversations.CommitAsync(repeat, Cancellation));
                break;
            case 4 or 0 or 1:
                var claim = Some.Commit(id, model.Version) with { Changes = [Some.Claim(message, step.Attempt)] };
                var claimed = await fixture.Conversations.CommitAsync(claim, Cancellation);
                Assert.IsType(model.Claim(step) ? typeof(CommitResult.Committed) : typeof(CommitResult.ClaimRefused), claimed);
                break;
            default:
                var phase = step.Status == MessageStatus.None ? MessagePhase.Unknown : MessagePhase.Settled;
                var change = new MessageChange { Id = message, Phase = phase, Attempt = step.Attempt, Status = step.Status, At = Some.Now };
                var settled = await fixture.Conversations.CommitAsync(Some.Commit(id, model.Version) with { Changes = [change] }, Cancellation);
                Assert.Equal(model.Settle(step, phase), Assert.IsType<CommitResult.Committed>(settled).Ranks[message]);
                break;
        }
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private sealed record Step(int Kind, int Message, int Attempt, MessageStatus Status, bool Flag)
    {
        public int Rank => MessageRank.Of(Attempt, Status);
    }

    private sealed record Row(MessagePhase Phase, int Attempt, int Rank);

    private sealed class Model(int messages)
    {
        public long Version { get; private set; } = 1;

        public List<Row> Rows { get; } = [.. Enumerable.Repeat(new Row(MessagePhase.Claimed, 1, 16), messages)];

        public bool Tell(Step step)
        {
            var row = Rows[step.Message];
            Rows[step.Message] = row with { Rank = Math.Max(row.Rank, step.Rank) };
            return step.Rank > row.Rank;
        }

        public bool Claim(Step step)
        {
            var row = Rows[step.Message];
            if (MessageRank.IsTaken(row.Rank))
            {
                return false;
            }

            Version++;
            Rows[step.Message] = new(MessagePhase.Claimed, step.Attempt, Math.Max(row.Rank, step.Attempt * 16));
            return true;
        }

        public int Settle(Step step, MessagePhase phase)
        {
            Version++;
            var rank = Math.Max(Rows[step.Message].Rank, step.Status == MessageStatus.None ? 0 : step.Rank);
            Rows[step.Message] = new(phase, step.Attempt, rank);
            return rank;
        }
    }
}

public sealed class SqliteModelTests(SqliteFixture fixture) : ModelTests(fixture), IClassFixture<SqliteFixture>;

public sealed class PostgreSqlModelTests(PostgreSqlFixture fixture) : ModelTests(fixture), IClassFixture<PostgreSqlFixture>;

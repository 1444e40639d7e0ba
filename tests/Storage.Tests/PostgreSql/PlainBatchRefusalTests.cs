using Mogambo.Conversations;
using Mogambo.Messages;
using Mogambo.OptIns;
using Mogambo.Storage.Conversations;
using Mogambo.Storage.GroupCommit;
using Mogambo.Storage.Idempotency;
using Mogambo.Storage.OptIns;
using Mogambo.Storage.PostgreSql;
using Mogambo.Templates;
using Npgsql;

namespace Mogambo.Storage.Tests.PostgreSql;

/// <summary>What refuses a batch in one round trip, and that two steps then tell whose fault it was.</summary>
public sealed class PlainBatchRefusalTests(PostgreSqlFixture fixture) : IClassFixture<PostgreSqlFixture>
{
    public enum Obstacle
    {
        AnotherVersion,
        AConversationThatIsNotNew,
        ARepeatedMessage,
        AParkedNumber,
        AClaimOfWhatWasTaken,
        AUsedKey,
        AStatusOfAnErasedPerson,
        AnUnknownTemplate,
        APausedTemplate,
        ATemplateThatAwaitsAgreement,
        AnotherShape,
        AUserWhoNeverOptedIn,
        AUserWhoOptedInToAnotherNumber,
        AUserWhoOptedOut,
        AUserWhoStoppedMarketing,
    }

    public static TheoryData<Obstacle> Obstacles => [.. Enum.GetValues<Obstacle>()];

    private IConversationStore Store => fixture.Conversations;

    [Theory]
    [MemberData(nameof(Obstacles))]
    public async Task What_stands_in_the_way_of_one_refuses_all_and_writes_nothing(Obstacle obstacle)
    {
        var healthy = Some.Conversation();
        var batch = new WriteBatch([new CommitRequest(Some.Commit(healthy, 0, Some.Inbound(healthy))), await InTheWayAsync(obstacle)]);
        Assert.True(batch.IsPlain);

        var refused = await Assert.ThrowsAsync<PostgresException>(() => PlainBatches.WriteAsync(fixture, batch));

        Assert.Contains(refused.SqlState, new[] { PostgresErrorCodes.DivisionByZero, PostgresErrorCodes.UniqueViolation });
        Assert.Contains(PostgreSqlFaults.Classify(refused), new[] { Fault.Row, Fault.Race });
        Assert.Null(await Store.LoadAsync(healthy, Cancellation));
    }

    [Theory]
    [MemberData(nameof(Obstacles))]
    public async Task The_others_of_a_refused_batch_are_written_all_the_same(Obstacle obstacle)
    {
        // Not refused anything yet, so its first batches are tried in one round trip.
        await using var store = await fixture.OpenAsync();
        var healthy = Some.Conversation();
        var inTheWay = await InTheWayAsync(obstacle);

        var written = store.Conversations.CommitAsync(Some.Commit(healthy, 0, Some.Inbound(healthy)), Cancellation);
        if (inTheWay is CommitRequest { Commit: var commit })
        {
            Assert.IsNotType<CommitResult.Committed>(await store.Conversations.CommitAsync(commit, Cancellation));
        }
        else
        {
            Assert.True((await store.Conversations.ApplyStatusAsync(Assert.Single(((StatusRequest)inTheWay).Statuses), Cancellation)).Moved);
        }

        Assert.IsType<CommitResult.Committed>(await written);
        Assert.Equal(1, (await Store.LoadAsync(healthy, Cancellation))!.Version);
    }

    [Fact]
    public async Task A_refused_batch_tells_every_status_of_a_call_what_it_found()
    {
        await using var store = await fixture.OpenAsync();
        var (id, erased) = (Some.Conversation(), new ConversationId(Some.Number(), UserId.OfErased(new byte[32])));
        var (one, other) = (Some.Outbound(MessagePhase.Claimed), Some.Outbound(MessagePhase.Claimed));
        await Store.CommitAsync(Some.Commit(id, 0, one), Cancellation);
        await Store.CommitAsync(Some.Commit(erased, 0, other), Cancellation);

        var results = await store.Conversations.ApplyStatusesAsync(
            [
                Some.Status(id, one.Key.Id, MessageStatus.Delivered),
                Some.Status(erased, other.Key.Id, MessageStatus.Failed),
                Some.Status(id, one.Key.Id, MessageStatus.Sent),
            ],
            Cancellation);

        Assert.Equal([id, erased, id], results.Select(result => result.Conversation!.Value));
        Assert.Equal([true, true, false], results.Select(result => result.Moved));
    }

    [Theory]
    [InlineData("update opt_in set state = replace(state, '\"a\":1', '\"a\":2') where user_id = $1 and $2 <> $3")]
    [InlineData("update template set status = 4 where name = $2 and $1 <> $3")]
    [InlineData("update number set parked_token_hash = 'hash' where phone_number_id = $3 and $1 <> $2")]
    public async Task What_forbids_a_claim_and_commits_while_the_batch_waits_for_it_refuses_the_batch(string change)
    {
        var id = Some.Conversation();
        var request = await OfTemplateAsync(id, Obstacle.AnotherVersion);
        await using var connection = await PlainBatches.OpenAsync(fixture);
        await PlainBatches.AddNumbersAsync(connection, new WriteBatch([request]));
        await using var transaction = await connection.BeginTransactionAsync(Cancellation);
#pragma warning disable CA2100 // The three statements above.
        await using var forbid = new NpgsqlCommand(change, connection, transaction)
#pragma warning restore CA2100
        {
            Parameters =
            {
                new() { Value = id.User.Value },
                new() { Value = request.Commit.NewMessages[0].Template!.Value.Template.Name },
                new() { Value = id.Number.Value },
            },
        };
        Assert.Equal(1, await forbid.ExecuteNonQueryAsync(Cancellation));

        var written = Task.Run(() => PlainBatches.WriteAsync(fixture, new WriteBatch([request])), Cancellation);
        await using var probe = await PlainBatches.OpenAsync(fixture);
        await using var waits = new NpgsqlCommand("select exists (select from pg_stat_activity where $1 = any(pg_blocking_pids(pid)))", probe)
        {
            Parameters = { new() { Value = connection.ProcessID } },
        };
        while (!(bool)(await waits.ExecuteScalarAsync(Cancellation))!)
        {
            Assert.False(written.IsCompleted);
        }

        await transaction.CommitAsync(Cancellation);

        await Assert.ThrowsAsync<PostgresException>(() => written);
    }

    /// <summary>Every pair of decisions, for all numbers, the message's and another.</summary>
    private async Task<BatchRequest> InTheWayAsync(Obstacle obstacle)
    {
        var id = obstacle == Obstacle.AStatusOfAnErasedPerson ? new ConversationId(Some.Number(), UserId.OfErased(new byte[32])) : Some.Conversation();
        var (inbound, outbound) = (Some.Inbound(id), Some.Outbound(MessagePhase.Claimed));
        var key = new IdempotencyKey(Some.Account, "messages", $"key {Guid.NewGuid():N}", new byte[32], outbound.Key.Id, 202);
        await Store.CommitAsync(Some.Commit(id, 0, inbound, outbound) with { Idempotency = key }, Cancellation);
        switch (obstacle)
        {
            case Obstacle.AnotherVersion:
                return new CommitRequest(Some.Commit(id, 7));
            case Obstacle.AConversationThatIsNotNew:
                return new CommitRequest(Some.Commit(id));
            case Obstacle.ARepeatedMessage:
                return new CommitRequest(Some.Commit(id, 1, inbound));
            case Obstacle.AUsedKey:
                return new CommitRequest(Some.Commit(id, 1) with { Idempotency = key });
            case Obstacle.AClaimOfWhatWasTaken:
                await Store.ApplyStatusAsync(Some.Status(id, outbound.Key.Id, MessageStatus.Sent), Cancellation);
                return new CommitRequest(Some.Commit(id, 1) with { Changes = [Some.Claim(outbound.Key.Id, 2)] });
            case Obstacle.AParkedNumber:
                await Store.CommitAsync(Some.Commit(id, 1) with { Park = new("hash", Some.Error(190), Some.Now) }, Cancellation);
                return new CommitRequest(Some.Commit(id, 2, Some.Outbound(MessagePhase.Claimed)));
            case Obstacle.AStatusOfAnErasedPerson:
                return new StatusRequest(Some.Status(id, outbound.Key.Id, MessageStatus.Failed));
            default:
                return await OfTemplateAsync(id, obstacle);
        }
    }

    private async Task<CommitRequest> OfTemplateAsync(ConversationId id, Obstacle obstacle)
    {
        var row = Some.Template(category: TemplateCategory.Marketing);
        row = obstacle switch
        {
            Obstacle.APausedTemplate => row with { Status = TemplateStatus.Paused },
            Obstacle.ATemplateThatAwaitsAgreement => row with { AwaitsAgreement = true },
            _ => row,
        };
        if (obstacle != Obstacle.AnUnknownTemplate)
        {
            await fixture.Store.Templates.PublishAsync(row, [], Cancellation);
        }

        NewOptIn[] entries = obstacle switch
        {
            Obstacle.AUserWhoNeverOptedIn => [],
            Obstacle.AUserWhoOptedInToAnotherNumber => [Some.OptIn(id) with { Number = Some.Number() }],
            Obstacle.AUserWhoOptedOut => [Some.OptIn(id), Some.OptIn(id, OptInAction.OptedOut)],
            Obstacle.AUserWhoStoppedMarketing => [Some.OptIn(id), Some.OptIn(id, OptInAction.MarketingStopped)],
            _ => [Some.OptIn(id)],
        };
        await fixture.Store.OptIns.RecordAsync(entries, Cancellation);
        var use = Some.Use(row) with { Shape = obstacle == Obstacle.AnotherShape ? "body:2" : row.Shape };
        return new CommitRequest(Some.Commit(id, 1, Some.Outbound(MessagePhase.Claimed) with { Template = use }));
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;
}

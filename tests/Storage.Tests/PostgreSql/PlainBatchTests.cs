using Mogambo.Accounts;
using Mogambo.Conversations;
using Mogambo.Messages;
using Mogambo.OptIns;
using Mogambo.Storage.Conversations;
using Mogambo.Storage.GroupCommit;
using Mogambo.Storage.Idempotency;
using Mogambo.Storage.Messages;
using Mogambo.Storage.OptIns;
using Mogambo.Storage.PostgreSql;
using Mogambo.Templates;
using Npgsql;

namespace Mogambo.Storage.Tests.PostgreSql;

/// <summary>A batch in one round trip writes what two steps would have written, or nothing.</summary>
public sealed class PlainBatchTests(PostgreSqlFixture fixture) : IClassFixture<PostgreSqlFixture>
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

        var refused = await Assert.ThrowsAsync<PostgresException>(() => WriteAsync(batch));

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
    public async Task Its_answers_are_those_of_two_steps()
    {
        var id = Some.Conversation();
        var (changed, told) = (Some.Outbound(MessagePhase.Claimed), Some.Outbound(MessagePhase.Claimed));
        await Store.CommitAsync(Some.Commit(id, 0, changed, told), Cancellation);
        await Store.ApplyStatusAsync(Some.Status(id, told.Key.Id, MessageStatus.Sent), Cancellation);
        var commit = new CommitRequest(Some.Commit(id, 1) with { Changes = [Accepted(changed)] });
        var delivered = new StatusRequest(Some.Status(id, told.Key.Id, MessageStatus.Delivered));
        var repeated = new StatusRequest(Some.Status(id, told.Key.Id, MessageStatus.Sent));
        var stray = new StatusRequest(Some.Status(id, MessageId.NewOutbound(Some.Now), MessageStatus.Sent));
        var foreign = new StatusRequest(Some.Status(Some.Conversation(), changed.Key.Id, MessageStatus.Read));

        await WriteAsync(new WriteBatch([commit, repeated, delivered, stray, foreign]));

        Assert.Equal(MessageRank.Of(1, MessageStatus.Accepted), Assert.IsType<CommitResult.Committed>(commit.Result).Ranks[changed.Key.Id]);
        Assert.Equal(new StatusResult(id, Moved: true, MessagePhase.Claimed), Assert.Single(delivered.Result));
        Assert.Equal(new StatusResult(id, Moved: false, MessagePhase.Claimed), Assert.Single(repeated.Result));
        Assert.Equal(default, Assert.Single(stray.Result));
        Assert.Equal(default, Assert.Single(foreign.Result));
        Assert.Equal("delivered", (await fixture.Store.ShowAsync(told.Key.Id)).Status);
        Assert.Equal("accepted", (await fixture.Store.ShowAsync(changed.Key.Id)).Status);
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

    [Fact]
    public async Task A_change_alone_is_told_what_a_status_had_said_before()
    {
        var id = Some.Conversation();
        var message = Some.Outbound(MessagePhase.Claimed);
        await Store.CommitAsync(Some.Commit(id, 0, message), Cancellation);
        await Store.ApplyStatusAsync(Some.Status(id, message.Key.Id, MessageStatus.Delivered), Cancellation);
        var commit = new CommitRequest(Some.Commit(id, 1) with { Changes = [Accepted(message)] });

        await WriteAsync(new WriteBatch([commit]));

        Assert.Equal(MessageRank.Of(1, MessageStatus.Delivered), Assert.IsType<CommitResult.Committed>(commit.Result).Ranks[message.Key.Id]);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(MessageStatus.Failed)]
    public async Task What_was_not_taken_is_claimed_again(MessageStatus? before)
    {
        var id = Some.Conversation();
        var message = Some.Outbound(MessagePhase.Claimed);
        await Store.CommitAsync(Some.Commit(id, 0, message), Cancellation);
        if (before is { } status)
        {
            await Store.ApplyStatusAsync(Some.Status(id, message.Key.Id, status), Cancellation);
        }

        var commit = new CommitRequest(Some.Commit(id, 1) with { Changes = [Some.Claim(message.Key.Id, 2)] });
        await WriteAsync(new WriteBatch([commit]));

        Assert.Equal(MessageRank.Of(2, MessageStatus.None), Assert.IsType<CommitResult.Committed>(commit.Result).Ranks[message.Key.Id]);
        Assert.Equal("claimed", (await fixture.Store.ShowAsync(message.Key.Id)).Status);
    }

    [Fact]
    public async Task A_status_that_comes_with_a_claim_refuses_it_only_if_it_was_there_before()
    {
        var id = Some.Conversation();
        var message = Some.Outbound(MessagePhase.Claimed);
        await Store.CommitAsync(Some.Commit(id, 0, message), Cancellation);
        var commit = new CommitRequest(Some.Commit(id, 1) with { Changes = [Some.Claim(message.Key.Id, 2)] });
        var failed = new StatusRequest(Some.Status(id, message.Key.Id, MessageStatus.Failed));

        await WriteAsync(new WriteBatch([commit, failed]));

        Assert.IsType<CommitResult.Committed>(commit.Result);
        Assert.False(Assert.Single(failed.Result).Moved);
    }

    [Fact]
    public async Task A_template_is_claimed_for_users_who_opted_in()
    {
        var (ofNumber, ofAll) = (Some.Conversation(), Some.Conversation());
        var (row, other) = (Some.Template(category: TemplateCategory.Marketing), Some.Template());
        await fixture.Store.Templates.PublishAsync(row, [], Cancellation);
        await fixture.Store.Templates.PublishAsync(other, [], Cancellation);
        await fixture.Store.OptIns.RecordAsync([Some.OptIn(ofNumber) with { Number = ofNumber.Number }, Some.OptIn(ofAll)], Cancellation);
        var stored = Some.Outbound(MessagePhase.Parked) with { Template = Some.Use(other) };
        await Store.CommitAsync(Some.Commit(ofAll, 0, stored), Cancellation);
        CommitRequest[] commits =
        [
            new(Some.Commit(ofNumber, 0, Some.Outbound(MessagePhase.Claimed) with { Template = Some.Use(row) })),
            new(Some.Commit(ofAll, 1, Some.Outbound(MessagePhase.Claimed) with { Template = Some.Use(row) })
                with { Changes = [Some.Claim(stored.Key.Id) with { Template = Some.Use(other) }] }),
        ];

        await WriteAsync(new WriteBatch(commits));

        Assert.All(commits, commit => Assert.IsType<CommitResult.Committed>(commit.Result));
        Assert.Equal("claimed", (await fixture.Store.ShowAsync(stored.Key.Id)).Status);
        Assert.Equal(1, (await Store.LoadAsync(ofNumber, Cancellation))!.Version);
    }

    [Theory]
    [InlineData("update opt_in set state = replace(state, '\"a\":1', '\"a\":2') where user_id = $1 and $2 <> $3")]
    [InlineData("update template set status = 4 where name = $2 and $1 <> $3")]
    [InlineData("update number set parked_token_hash = 'hash' where phone_number_id = $3 and $1 <> $2")]
    public async Task What_forbids_a_claim_and_commits_while_the_batch_waits_for_it_refuses_the_batch(string change)
    {
        var id = Some.Conversation();
        var request = await OfTemplateAsync(id, Obstacle.AnotherVersion);
        await using var connection = await OpenAsync();
        await AddNumbersAsync(connection, new WriteBatch([request]));
        await using var transaction = await connection.BeginTransactionAsync(Cancellation);
#pragma warning disable CA2100 // As above.
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

        var written = Task.Run(() => WriteAsync(new WriteBatch([request])), Cancellation);
        await using var probe = await OpenAsync();
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
    [Fact]
    public async Task Whom_the_text_of_an_opt_in_lets_through_the_rules_let_through()
    {
        var number = Some.Number();
        var user = Some.Conversation();
        PhoneNumberId?[] scopes = [null, number, Some.Number()];
        NewOptIn[] entries = [.. scopes.SelectMany(_ => Enum.GetValues<OptInAction>(), (scope, action) => Some.OptIn(user, action) with { Number = scope, Source = "\"a\":2,{\"a\":1," })];
        OptInState[] states =
        [
            OptInState.None,
            .. entries.Select(OptInState.None.After),
            .. entries.SelectMany(_ => entries, (one, other) => OptInState.None.After(one).After(other with { At = one.At.AddMinutes(1) })),
        ];
        await using var connection = await OpenAsync();
        await using var command = new NpgsqlCommand(
            $"select o.i::integer - 1 from unnest($1::text[]) with ordinality as o(state, i), (select $2::text as number) k where {OptInStateJson.IsOptedIn}", connection)
        {
            Parameters = { new() { Value = states.Select(OptInStateJson.Of).ToArray() }, new() { Value = number.Value } },
        };

        List<OptInState> allowed = [];
        await using var reader = await command.ExecuteReaderAsync(Cancellation);
        while (await reader.ReadAsync(Cancellation))
        {
            allowed.Add(states[reader.GetInt32(0)]);
        }

        Assert.All(allowed, state => Assert.True(state.For(number) is { Action: OptInAction.OptedIn } && !state.HasStoppedMarketing(number)));
        Assert.Equal(
            states.Count(state => state.For(number) is { Action: OptInAction.OptedIn }
                && state.Decisions.All(decision => decision.Action is OptInAction.OptedIn or OptInAction.MarketingResumed)),
            allowed.Count);
    }

    [Fact]
    public void What_must_be_read_first_is_not_plain()
    {
        var id = Some.Conversation();
        var plain = Some.Commit(id);
        ConversationCommit[] commits =
        [
            plain with { Park = new("hash", Some.Error(190), Some.Now) },
            plain with { Portfolio = new("portfolio", 1_000, Some.Now) },
            plain with { OptIns = [Some.OptIn(id)] },
        ];

        Assert.True(new WriteBatch([new CommitRequest(plain)]).IsPlain);
        Assert.All(commits, commit => Assert.False(new WriteBatch([new CommitRequest(commit)]).IsPlain));
    }

    [Fact]
    public async Task Outcomes_here_and_statuses_there_never_wait_for_each_other_in_a_circle()
    {
        await using var other = await fixture.OpenAsync();
        var deadlocks = await DeadlocksAsync();
        for (var round = 0; round < 10; round++)
        {
            List<(ConversationId Id, NewMessage Message)> sent = [.. Enumerable.Range(0, 100).Select(_ => (Some.Conversation(), Some.Outbound(MessagePhase.Claimed)))];
            await Task.WhenAll(sent.Select(one => Store.CommitAsync(Some.Commit(one.Id, 0, one.Message), Cancellation)));

            // Each process has outcomes of half of the messages and statuses of all.
            await Task.WhenAll(sent.Select((one, i) => (i % 2 == 0 ? Store : other.Conversations).CommitAsync(
                Some.Commit(one.Id, 1) with { Changes = [Accepted(one.Message)] }, Cancellation)).Cast<Task>()
                .Concat(sent.Select(one => Store.ApplyStatusAsync(Some.Status(one.Id, one.Message.Key.Id, MessageStatus.Sent), Cancellation)))
                .Concat(sent.Select(one => other.Conversations.ApplyStatusAsync(Some.Status(one.Id, one.Message.Key.Id, MessageStatus.Read), Cancellation))));

            foreach (var (_, message) in sent)
            {
                Assert.Equal("read", (await fixture.Store.ShowAsync(message.Key.Id)).Status);
            }
        }

        Assert.Equal(deadlocks, await DeadlocksAsync());
    }

    private static MessageChange Accepted(NewMessage message) => new()
    {
        Id = message.Key.Id,
        Attempt = 1,
        Phase = MessagePhase.Settled,
        Status = MessageStatus.Accepted,
        At = Some.Now,
        Wamid = Some.Wamid(),
    };

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

    [Fact]
    public void What_fails_after_the_commit_was_sent_is_no_row_that_was_refused()
    {
        var failed = Assert.Throws<WrittenException>(() => WrittenException.Guard(() => throw new KeyNotFoundException()));

        Assert.Equal(Fault.Row, PostgreSqlFaults.Classify(failed.InnerException!));
        Assert.Equal(Fault.Uncertain, PostgreSqlFaults.Classify(failed));
    }

    private async Task WriteAsync(WriteBatch batch)
    {
        await using var connection = await OpenAsync();
        await AddNumbersAsync(connection, batch);
        PostgreSqlPlainBatch.Write(new PostgreSqlFunctions(connection), batch, Some.Now);
    }

    // As the writer does before: a claim locks the row of its number.
    private static async Task AddNumbersAsync(NpgsqlConnection connection, WriteBatch batch)
    {
        await using var numbers = new NpgsqlCommand("insert into number (phone_number_id) select unnest($1::text[]) on conflict do nothing", connection)
        {
            Parameters = { new() { Value = batch.Numbers.ToArray() } },
        };
        await numbers.ExecuteNonQueryAsync(Cancellation);
    }

    private async Task<long> DeadlocksAsync()
    {
        await using var connection = await OpenAsync();
        await using var command = new NpgsqlCommand("select deadlocks from pg_stat_database where datname = current_database()", connection);
        return (long)(await command.ExecuteScalarAsync(Cancellation))!;
    }

    // With the plans of batches.
    private async Task<NpgsqlConnection> OpenAsync()
    {
        var connection = new NpgsqlConnection(PostgreSqlConnectionString.OfBatches(PostgreSqlConnectionString.Complete(fixture.Options.ConnectionString + ";Pooling=false")));
        await connection.OpenAsync(Cancellation);
        return connection;
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;
}

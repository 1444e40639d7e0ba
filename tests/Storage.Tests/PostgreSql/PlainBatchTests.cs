using Mogambo.Accounts;
using Mogambo.Conversations;
using Mogambo.Messages;
using Mogambo.OptIns;
using Mogambo.Storage.Conversations;
using Mogambo.Storage.GroupCommit;
using Mogambo.Storage.Messages;
using Mogambo.Storage.OptIns;
using Mogambo.Storage.PostgreSql;
using Mogambo.Templates;
using Npgsql;

namespace Mogambo.Storage.Tests.PostgreSql;

/// <summary>A batch in one round trip writes what two steps would have written, or nothing.</summary>
public sealed class PlainBatchTests(PostgreSqlFixture fixture) : IClassFixture<PostgreSqlFixture>
{
    private IConversationStore Store => fixture.Conversations;

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

        await PlainBatches.WriteAsync(fixture, new WriteBatch([commit, repeated, delivered, stray, foreign]));

        Assert.Equal(MessageRank.Of(1, MessageStatus.Accepted), Assert.IsType<CommitResult.Committed>(commit.Result).Ranks[changed.Key.Id]);
        Assert.Equal(new StatusResult(id, Moved: true, MessagePhase.Claimed), Assert.Single(delivered.Result));
        Assert.Equal(new StatusResult(id, Moved: false, MessagePhase.Claimed), Assert.Single(repeated.Result));
        Assert.Equal(default, Assert.Single(stray.Result));
        Assert.Equal(default, Assert.Single(foreign.Result));
        Assert.Equal("delivered", (await fixture.Store.ShowAsync(told.Key.Id)).Status);
        Assert.Equal("accepted", (await fixture.Store.ShowAsync(changed.Key.Id)).Status);
    }

    [Fact]
    public async Task A_change_alone_is_told_what_a_status_had_said_before()
    {
        var id = Some.Conversation();
        var message = Some.Outbound(MessagePhase.Claimed);
        await Store.CommitAsync(Some.Commit(id, 0, message), Cancellation);
        await Store.ApplyStatusAsync(Some.Status(id, message.Key.Id, MessageStatus.Delivered), Cancellation);
        var commit = new CommitRequest(Some.Commit(id, 1) with { Changes = [Accepted(message)] });

        await PlainBatches.WriteAsync(fixture, new WriteBatch([commit]));

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
        await PlainBatches.WriteAsync(fixture, new WriteBatch([commit]));

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

        await PlainBatches.WriteAsync(fixture, new WriteBatch([commit, failed]));

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

        await PlainBatches.WriteAsync(fixture, new WriteBatch(commits));

        Assert.All(commits, commit => Assert.IsType<CommitResult.Committed>(commit.Result));
        Assert.Equal("claimed", (await fixture.Store.ShowAsync(stored.Key.Id)).Status);
        Assert.Equal(1, (await Store.LoadAsync(ofNumber, Cancellation))!.Version);
    }

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
        await using var connection = await PlainBatches.OpenAsync(fixture);
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

    [Fact]
    public void What_fails_after_the_commit_was_sent_is_no_row_that_was_refused()
    {
        var failed = Assert.Throws<WrittenException>(() => WrittenException.Guard(() => throw new KeyNotFoundException()));

        Assert.Equal(Fault.Row, PostgreSqlFaults.Classify(failed.InnerException!));
        Assert.Equal(Fault.Uncertain, PostgreSqlFaults.Classify(failed));
    }

    private async Task<long> DeadlocksAsync()
    {
        await using var connection = await PlainBatches.OpenAsync(fixture);
        await using var command = new NpgsqlCommand("select deadlocks from pg_stat_database where datname = current_database()", connection);
        return (long)(await command.ExecuteScalarAsync(Cancellation))!;
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;
}

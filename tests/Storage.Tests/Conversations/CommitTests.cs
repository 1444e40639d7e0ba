using Mogambo.Messages;
using Mogambo.Storage.Conversations;
using Mogambo.Storage.DeadLetters;

namespace Mogambo.Storage.Tests.Conversations;

public abstract class CommitTests(StoreFixture fixture)
{
    private IConversationStore Store => fixture.Conversations;

    [Fact]
    public async Task A_conversation_that_never_was_is_null()
    {
        Assert.Null(await Store.LoadAsync(Some.Conversation(), Cancellation));
    }

    [Fact]
    public async Task What_was_committed_is_loaded()
    {
        var id = Some.Conversation();
        var inbound = Some.Inbound(id);
        var reply = Some.Outbound(MessagePhase.Claimed) with { InReplyTo = inbound.Key.Id, Reference = "order-77" };

        var result = await Store.CommitAsync(Some.Commit(id, 0, inbound, reply) with { BotContext = [1, 2] }, Cancellation);

        Assert.IsType<CommitResult.Committed>(result);
        var stored = await Store.LoadAsync(id, Cancellation);
        Assert.Equal(1, stored!.Version);
        Assert.Equal(Some.Bytes("state 1"), stored.State);
        Assert.Equal([1, 2], await Store.GetBotContextAsync(id, Cancellation));
        var messages = await Store.GetMessagesAsync([reply.Key, inbound.Key, Some.Inbound(id).Key], Cancellation);
        Assert.Equal([reply.Key, inbound.Key], messages.Select(message => message.Key));
        Assert.Equal(id, messages[0].Conversation);
        Assert.Equal(inbound.Content, messages[1].Content);
        Assert.Equal(inbound.Wamid, messages[1].Wamid);
        Assert.Equal(MessagePhase.Claimed, messages[0].Phase);
    }

    [Fact]
    public async Task A_context_is_replaced_left_and_removed()
    {
        var id = Some.Conversation();
        await Store.CommitAsync(Some.Commit(id) with { BotContext = [1] }, Cancellation);
        await Store.CommitAsync(Some.Commit(id, 1) with { BotContext = [2] }, Cancellation);
        await Store.CommitAsync(Some.Commit(id, 2), Cancellation);

        Assert.Equal([2], await Store.GetBotContextAsync(id, Cancellation));

        await Store.CommitAsync(Some.Commit(id, 3) with { BotContext = [] }, Cancellation);

        Assert.Null(await Store.GetBotContextAsync(id, Cancellation));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(7)]
    public async Task Another_version_writes_nothing(long expected)
    {
        var id = Some.Conversation();
        await Store.CommitAsync(Some.Commit(id) with { BotContext = [1] }, Cancellation);
        var message = Some.Inbound(id);
        var letter = Some.DeadLetter(Some.Wamid());

        var result = await Store.CommitAsync(
            Some.Commit(id, expected, message) with { BotContext = [2], DeadLetters = [letter] }, Cancellation);

        Assert.IsType<CommitResult.VersionConflict>(result);
        Assert.Equal(Some.Bytes("state 1"), (await Store.LoadAsync(id, Cancellation))!.State);
        Assert.Empty(await Store.GetMessagesAsync([message.Key], Cancellation));
        Assert.Equal([1], await Store.GetBotContextAsync(id, Cancellation));
        Assert.Null(await fixture.Store.DeadLetters.FindAsync(Some.Account, letter.Id, Cancellation));
    }

    [Fact]
    public async Task One_old_message_among_new_ones_writes_none_and_says_which()
    {
        var id = Some.Conversation();
        var old = Some.Inbound(id, sentAt: Some.Now.AddDays(-30));
        await Store.CommitAsync(Some.Commit(id, 0, old), Cancellation);
        for (var version = 1; version < 20; version++)
        {
            await Store.CommitAsync(Some.Commit(id, version, Some.Inbound(id)), Cancellation);
        }

        var (first, second) = (Some.Inbound(id), Some.Inbound(id));
        var result = await Store.CommitAsync(Some.Commit(id, 20, first, old, second), Cancellation);

        Assert.Equal([old.Key.Id], Assert.IsType<CommitResult.Duplicates>(result).Messages);
        Assert.Equal(20, (await Store.LoadAsync(id, Cancellation))!.Version);
        Assert.Empty(await Store.GetMessagesAsync([first.Key, second.Key], Cancellation));
    }

    [Fact]
    public async Task Of_fifty_first_writes_exactly_one_wins()
    {
        var id = Some.Conversation();
        await using var other = await fixture.OpenAsync();
        IConversationStore[] stores = [Store, other.Conversations];

        var results = await Task.WhenAll(Enumerable.Range(0, 50).Select(
            i => stores[i % 2].CommitAsync(Some.Commit(id, 0, Some.Inbound(id)), Cancellation)));

        Assert.Single(results.OfType<CommitResult.Committed>());
        Assert.Equal(49, results.OfType<CommitResult.VersionConflict>().Count());
        Assert.Single(await Store.GetHistoryAsync(id, Some.Now.AddDays(1), 100, Cancellation));
    }

    [Fact]
    public async Task One_message_in_two_conversations_is_stored_once()
    {
        var number = Some.Number();
        var message = Some.Inbound(Some.Conversation(number));
        await using var other = await fixture.OpenAsync();
        IConversationStore[] stores = [Store, other.Conversations];

        var results = await Task.WhenAll(Enumerable.Range(0, 20).Select(
            i => stores[i % 2].CommitAsync(Some.Commit(Some.Conversation(number), 0, message), Cancellation)));

        Assert.Single(results.OfType<CommitResult.Committed>());
        Assert.Equal(19, results.OfType<CommitResult.Duplicates>().Count());
    }

    [Fact]
    public async Task A_conflict_is_its_callers_alone()
    {
        var ids = Enumerable.Range(0, 60).Select(_ => Some.Conversation()).ToList();
        var stale = ids[30];
        await Store.CommitAsync(Some.Commit(stale), Cancellation);

        var results = await Task.WhenAll(ids.Select(id => Store.CommitAsync(Some.Commit(id, 0, Some.Inbound(id)), Cancellation)));

        Assert.IsType<CommitResult.VersionConflict>(results[30]);
        Assert.Equal(59, results.OfType<CommitResult.Committed>().Count());
    }

    [Fact]
    public async Task A_row_the_database_does_not_take_fails_its_caller_alone()
    {
        var poisoned = Some.Conversation();
        var poison = Some.Inbound(poisoned) with { Reference = new string('x', 5000) };
        var others = Enumerable.Range(0, 40).Select(_ => Some.Conversation()).ToList();
        var before = others.Take(20).Select(id => Store.CommitAsync(Some.Commit(id, 0, Some.Inbound(id)), Cancellation)).ToList();

        var failing = Store.CommitAsync(Some.Commit(poisoned, 0, poison), Cancellation);
        var after = others.Skip(20).Select(id => Store.CommitAsync(Some.Commit(id, 0, Some.Inbound(id)), Cancellation)).ToList();

        await Assert.ThrowsAsync<StorageRejectedException>(() => failing);
        Assert.All(await Task.WhenAll([.. before, .. after]), result => Assert.IsType<CommitResult.Committed>(result));
        Assert.Null(await Store.LoadAsync(poisoned, Cancellation));
    }

    [Fact]
    public async Task A_message_that_is_new_twice_in_one_commit_is_rejected()
    {
        var id = Some.Conversation();
        var message = Some.Inbound(id);

        await Assert.ThrowsAsync<StorageRejectedException>(() => Store.CommitAsync(Some.Commit(id, 0, message, message), Cancellation));

        Assert.Null(await Store.LoadAsync(id, Cancellation));
    }

    [Fact]
    public async Task Twenty_megabytes_are_stored_and_nul_and_half_characters_cleaned()
    {
        var id = Some.Conversation();
        var message = Some.Inbound(id, "wamid.\0\uD800x") with { Content = new byte[20_000_000], Reference = "a\0b" };
        var commit = Some.Commit(id, 0, message);

        await Store.CommitAsync(commit with { Summary = commit.Summary with { Name = "A\0na \uDC00 😀" } }, Cancellation);

        var view = await fixture.Store.ConversationQueries.FindAsync(Some.Account, id, Cancellation);
        Assert.Equal("A\uFFFDna \uFFFD 😀", view!.Summary.Name);
        Assert.Equal(20_000_000, (await fixture.Store.ShowAsync(message.Key.Id)).Content.Length);
    }

    [Theory]
    [InlineData("2010-01-01T00:00:00Z")]
    [InlineData("2026-10-31T23:59:59.999Z")]
    [InlineData("2026-11-01T00:00:00Z")]
    [InlineData("2027-03-01T00:00:00Z")]
    [InlineData("2099-12-31T23:59:59Z")]
    public async Task Messages_of_any_time_are_stored_once(string time)
    {
        var id = Some.Conversation();
        var message = Some.Inbound(id, sentAt: DateTimeOffset.Parse(time, System.Globalization.CultureInfo.InvariantCulture));

        await Store.CommitAsync(Some.Commit(id, 0, message), Cancellation);
        var again = await Store.CommitAsync(Some.Commit(id, 1, message), Cancellation);

        Assert.IsType<CommitResult.Duplicates>(again);
        Assert.Equal(message.Key, (await fixture.Store.ShowAsync(message.Key.Id)).Key);
        Assert.Single(await Store.GetHistoryAsync(id, Some.Now.AddYears(90), 10, Cancellation));
    }

    [Fact]
    public async Task The_history_is_the_newest_messages_oldest_first()
    {
        var id = Some.Conversation();
        var messages = Enumerable.Range(0, 10)
            .Select(i => Some.Inbound(id, sentAt: Some.Now.AddMinutes(i)) with { CreatedAt = Some.Now.AddMinutes(i) })
            .ToArray();
        await Store.CommitAsync(Some.Commit(id, 0, messages), Cancellation);

        var history = await Store.GetHistoryAsync(id, Some.Now.AddMinutes(8), 3, Cancellation);

        Assert.Equal(messages[5..8].Select(message => message.Key), history.Select(message => message.Key));
    }

    [Fact]
    public async Task Histories_and_contexts_that_are_read_at_once_go_to_who_asked()
    {
        var asked = Enumerable.Range(0, 20).Select(i => (Id: Some.Conversation(), Length: (i % 4) + 1, Before: Some.Now.AddMinutes(2 + (i % 3)))).ToList();
        foreach (var (id, _, _) in asked)
        {
            var messages = Enumerable.Range(0, 5).Select(i => Some.Inbound(id, sentAt: Some.Now.AddMinutes(i)) with { CreatedAt = Some.Now.AddMinutes(i) });
            await Store.CommitAsync(Some.Commit(id, 0, [.. messages]) with { BotContext = Some.Bytes($"of {id}") }, Cancellation);
        }

        var stranger = Some.Conversation();
        var nothing = (Store.GetHistoryAsync(stranger, Some.Now.AddDays(1), 10, Cancellation), Store.GetBotContextAsync(stranger, Cancellation));
        var answers = await Task.WhenAll(asked.Select(async one => (
            One: one,
            History: await Store.GetHistoryAsync(one.Id, one.Before, one.Length, Cancellation),
            Context: await Store.GetBotContextAsync(one.Id, Cancellation))));

        Assert.Empty(await nothing.Item1);
        Assert.Null(await nothing.Item2);
        Assert.All(answers, answer =>
        {
            var (id, length, before) = answer.One;
            Assert.Equal(Some.Bytes($"of {id}"), answer.Context);
            var stored = Math.Min(length, (int)(before - Some.Now).TotalMinutes);
            Assert.Equal(stored, answer.History.Count);
            Assert.All(answer.History, message => Assert.Equal(id, message.Conversation));
            Assert.Equal(before.AddMinutes(-1), answer.History[^1].CreatedAt);
        });
    }

    [Fact]
    public async Task Dead_letters_of_a_turn_are_written_with_it()
    {
        var id = Some.Conversation();
        var message = Some.Inbound(id);
        var letter = Some.DeadLetter(Some.Wamid()) with { Kind = DeadLetterKind.Turn, Conversation = id, Message = message.Key };

        await Store.CommitAsync(Some.Commit(id, 0, message) with { DeadLetters = [letter] }, Cancellation);

        var stored = await fixture.Store.DeadLetters.FindAsync(Some.Account, letter.Id, Cancellation);
        Assert.Equal((letter.Conversation, letter.Message, letter.At), (stored!.Conversation, stored.Message, stored.At));
    }

    [Fact]
    public async Task Who_gives_up_waits_no_longer()
    {
        using var source = new CancellationTokenSource();
        await source.CancelAsync();
        var id = Some.Conversation();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Store.CommitAsync(Some.Commit(id), source.Token));

        Assert.Null(await Store.LoadAsync(id, Cancellation));
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;
}

public sealed class SqliteCommitTests(SqliteFixture fixture) : CommitTests(fixture), IClassFixture<SqliteFixture>;

public sealed class PostgreSqlCommitTests(PostgreSqlFixture fixture) : CommitTests(fixture), IClassFixture<PostgreSqlFixture>;

using Mogambo.Messages;
using Mogambo.Storage.Conversations;
using Mogambo.Storage.Idempotency;

namespace Mogambo.Storage.Tests.Idempotency;

public abstract class IdempotencyTests(StoreFixture fixture)
{
    [Fact]
    public async Task A_key_that_is_stored_writes_nothing_and_tells_what_was_stored()
    {
        var (id, other) = (Some.Conversation(), Some.Conversation());
        var message = Some.Outbound();
        var key = Key(message.Key.Id);
        Assert.Null(await FindAsync(key));
        await fixture.Conversations.CommitAsync(Some.Commit(id, 0, message) with { Idempotency = key }, Cancellation);
        var second = Some.Outbound();

        var result = await fixture.Conversations.CommitAsync(
            Some.Commit(other, 0, second) with { Idempotency = key with { Message = second.Key.Id, Fingerprint = new byte[32] } }, Cancellation);

        AssertSame(key, Assert.IsType<CommitResult.KeyUsed>(result).Stored);
        AssertSame(key, await FindAsync(key));
        Assert.Null(await fixture.Conversations.LoadAsync(other, Cancellation));
        Assert.Empty(await fixture.Conversations.GetMessagesAsync([second.Key], Cancellation));
    }

    [Fact]
    public async Task Keys_of_other_accounts_and_endpoints_do_not_meet()
    {
        var key = Key(Some.Outbound().Key.Id);
        foreach (var variant in new[] { key, key with { Account = Some.NewAccount() }, key with { Endpoint = "other" }, key with { Key = key.Key + "x" } })
        {
            Assert.IsType<CommitResult.Committed>(
                await fixture.Conversations.CommitAsync(Some.Commit(Some.Conversation()) with { Idempotency = variant }, Cancellation));
        }
    }

    [Fact]
    public async Task A_refused_request_leaves_no_key_behind()
    {
        var id = Some.Conversation();
        var message = Some.Outbound() with { Template = Some.Use(Some.Template()) };
        var key = Key(message.Key.Id);

        Assert.IsType<CommitResult.ClaimRefused>(
            await fixture.Conversations.CommitAsync(Some.Commit(id, 0, message) with { Idempotency = key }, Cancellation));

        Assert.Null(await FindAsync(key));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Of_fifty_commits_of_one_key_exactly_one_is_written(bool oneConversation)
    {
        await using var other = await fixture.OpenAsync();
        IConversationStore[] stores = [fixture.Conversations, other.Conversations];
        for (var round = 0; round < 10; round++)
        {
            var id = Some.Conversation();
            var key = Key(Some.Outbound().Key.Id);

            var results = await Task.WhenAll(Enumerable.Range(0, 50).Select(i =>
            {
                var message = Some.Outbound();
                return stores[i % 2].CommitAsync(
                    Some.Commit(oneConversation ? id : Some.Conversation(), 0, message) with { Idempotency = key with { Message = message.Key.Id } },
                    Cancellation);
            }));

            Assert.Single(results.OfType<CommitResult.Committed>());
            var used = results.OfType<CommitResult.KeyUsed>().Select(result => result.Stored.Message).ToList();
            Assert.Equal(49, used.Count);
            Assert.Equal([(await FindAsync(key))!.Message], used.Distinct());
        }
    }

    [Fact]
    public async Task Keys_are_kept_for_40_days()
    {
        var key = Key(Some.Outbound().Key.Id);
        await fixture.Conversations.CommitAsync(Some.Commit(Some.Conversation()) with { Idempotency = key }, Cancellation);
        var now = fixture.Store.Clock.GetUtcNow();

        await fixture.Store.Cleaning.RunAsync(now.AddDays(39), Cancellation);
        Assert.NotNull(await FindAsync(key));

        await fixture.Store.Cleaning.RunAsync(now.AddDays(41), Cancellation);
        Assert.Null(await FindAsync(key));
    }

    private static IdempotencyKey Key(MessageId message) =>
        new(Some.Account, "messages", $"key {Guid.NewGuid():N}", [.. Enumerable.Range(0, 32).Select(i => (byte)i)], message, 202);

    private static void AssertSame(IdempotencyKey expected, IdempotencyKey? actual)
    {
        Assert.Equal(expected.Fingerprint, actual!.Fingerprint);
        Assert.Equal(expected with { Fingerprint = [] }, actual with { Fingerprint = [] }, (left, right) =>
            (left.Account, left.Endpoint, left.Key, left.Message, left.StatusCode) == (right.Account, right.Endpoint, right.Key, right.Message, right.StatusCode));
    }

    private Task<IdempotencyKey?> FindAsync(IdempotencyKey key) =>
        fixture.Store.IdempotencyKeys.FindAsync(key.Account, key.Endpoint, key.Key, Cancellation);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;
}

public sealed class SqliteIdempotencyTests(SqliteFixture fixture) : IdempotencyTests(fixture), IClassFixture<SqliteFixture>;

public sealed class PostgreSqlIdempotencyTests(PostgreSqlFixture fixture) : IdempotencyTests(fixture), IClassFixture<PostgreSqlFixture>;

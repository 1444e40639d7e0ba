using Mogambo.Storage.DeadLetters;

namespace Mogambo.Storage.Tests.DeadLetters;

public abstract class DeadLetterTests(StoreFixture fixture)
{
    private IDeadLetters DeadLetters => fixture.Store.DeadLetters;

    [Fact]
    public async Task Letters_are_listed_newest_first_found_and_removed_within_their_account()
    {
        var account = new Accounts.AccountId("4711");
        var letters = Enumerable.Range(0, 5).Select(i => Some.DeadLetter($"letter {i}", Some.Now.AddSeconds(i / 2), account)).ToList();
        await DeadLetters.AddAsync(letters, Cancellation);
        await DeadLetters.AddAsync([letters[0] with { Reason = "another" }, letters[1]], Cancellation);

        var first = await DeadLetters.ListAsync(account, 3, cancellationToken: Cancellation);
        var second = await DeadLetters.ListAsync(account, 3, first[^1].Id, Cancellation);

        Assert.Equal(
            letters.OrderByDescending(letter => letter.At).ThenByDescending(letter => letter.Id.Value.ToString()).Select(letter => letter.Id),
            first.Concat(second).Select(letter => letter.Id));
        Assert.Equal("malformed", (await DeadLetters.FindAsync(account, letters[0].Id, Cancellation))!.Reason);
        Assert.Null(await DeadLetters.FindAsync(Some.Account, letters[0].Id, Cancellation));
        Assert.False(await DeadLetters.RemoveAsync(Some.Account, letters[0].Id, Cancellation));
        Assert.True(await DeadLetters.RemoveAsync(account, letters[0].Id, Cancellation));
        Assert.False(await DeadLetters.RemoveAsync(account, letters[0].Id, Cancellation));
        Assert.Equal(4, (await DeadLetters.ListAsync(account, 10, cancellationToken: Cancellation)).Count);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;
}

public sealed class SqliteDeadLetterTests(SqliteFixture fixture) : DeadLetterTests(fixture), IClassFixture<SqliteFixture>;

public sealed class PostgreSqlDeadLetterTests(PostgreSqlFixture fixture) : DeadLetterTests(fixture), IClassFixture<PostgreSqlFixture>;

using System.Security.Cryptography;
using Mogambo.Accounts;
using Mogambo.Storage.ApiKeys;

namespace Mogambo.Storage.Tests.ApiKeys;

public abstract class ApiKeyStoreTests(StoreFixture fixture)
{
    private IApiKeys Keys => fixture.Store.Service<IApiKeys>();

    [Fact]
    public async Task Keys_are_read_back_newest_first_and_removed_within_their_account()
    {
        var account = new AccountId("4712");
        var (older, newer) = (Key(account, Some.Now, null), Key(account, Some.Now.AddSeconds(1), Some.Now.AddDays(1)));
        await Keys.AddAsync(older, Cancellation);
        await Keys.AddAsync(newer, Cancellation);

        var listed = await Keys.ListAsync(account, Cancellation);

        Assert.Equal([newer.Id, older.Id], listed.Select(key => key.Id));
        Assert.Equivalent(newer, listed[0], strict: true);
        Assert.Null(listed[1].ExpiresAt);
        Assert.Contains(await Keys.ListAsync(Cancellation), key => key.Id == older.Id);
        Assert.False(await Keys.RemoveAsync(Some.Account, older.Id, Cancellation));
        Assert.True(await Keys.RemoveAsync(account, older.Id, Cancellation));
        Assert.False(await Keys.RemoveAsync(account, older.Id, Cancellation));
        Assert.Equal(newer.Id, Assert.Single(await Keys.ListAsync(account, Cancellation)).Id);
    }

    private static StoredApiKey Key(AccountId account, DateTimeOffset at, DateTimeOffset? expiresAt) => new(
        ApiKeyId.New(at), account, "night job", RandomNumberGenerator.GetBytes(32), "abcd", ["messages:read", "numbers:read"], at, expiresAt);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;
}

public sealed class SqliteApiKeyStoreTests(SqliteFixture fixture) : ApiKeyStoreTests(fixture), IClassFixture<SqliteFixture>;

public sealed class PostgreSqlApiKeyStoreTests(PostgreSqlFixture fixture) : ApiKeyStoreTests(fixture), IClassFixture<PostgreSqlFixture>;

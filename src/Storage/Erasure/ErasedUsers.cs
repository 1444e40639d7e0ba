using System.Data.Common;
using Dapper;
using Mogambo.Accounts;
using Mogambo.Conversations;
using Mogambo.Storage.OptIns;
using Mogambo.Storage.Secrets;

namespace Mogambo.Storage.Erasure;

/// <summary>
/// Recognizes persons who were erased, by a hash that needs the master key: nobody can try all phone numbers on a copy of the database.
/// </summary>
internal sealed class ErasedUsers(IDatabase database, SecretBox secrets)
{
    private const string Purpose = "erased users";

    /// <summary>The name under which what is left of the user is kept.</summary>
    /// <exception cref="SecretUnreadableException">There is no master key, and none can be made.</exception>
    public UserId NameOf(AccountId account, UserId user) => UserId.OfErased(secrets.Hash(TextOf(account, user), Purpose));

    /// <summary>The withdrawals that outlived an erasure, of those users who were erased.</summary>
    public async Task<Dictionary<UserId, OptInState>> FindAsync(AccountId account, IEnumerable<UserId> users, CancellationToken cancellationToken)
    {
        var names = NamesOf(account, users);
        return names.Count == 0
            ? []
            : await database.ReadAsync(connection => FindAsync(connection, null, account, names, cancellationToken), cancellationToken);
    }

    /// <summary>The users who were erased and have not written, or been written to, since.</summary>
    public async Task<HashSet<UserId>> GoneAsync(
        DbTransaction transaction, AccountId account, IEnumerable<UserId> users, CancellationToken cancellationToken)
    {
        var names = NamesOf(account, users);
        if (names.Count == 0)
        {
            return [];
        }

        var erased = await FindAsync(transaction.Connection!, transaction, account, names, cancellationToken);
        if (erased.Count == 0)
        {
            return [];
        }

        var sql = $"select distinct user_id from conversation where account = @account and {database.IsIn("user_id", "@users")}";
        var arguments = new { account = account.Value, users = erased.Keys.Select(user => user.Value).ToArray() };
        var back = await transaction.Connection!.QueryAsync<string>(
            new CommandDefinition(sql, arguments, transaction, cancellationToken: cancellationToken));
        return [.. erased.Keys.Except(back.Select(user => UserId.Parse(user)))];
    }

    private async Task<Dictionary<UserId, OptInState>> FindAsync(
        DbConnection connection, DbTransaction? transaction, AccountId account, Dictionary<string, UserId> names, CancellationToken cancellationToken)
    {
        var sql = $"""
            select user_id as "User", withdrawals as Withdrawals from erased_user
            where account = @account and {database.IsIn("user_id", "@names")}
            """;
        var rows = await connection.QueryAsync<Row>(
            new CommandDefinition(sql, new { account = account.Value, names = names.Keys.ToArray() }, transaction, cancellationToken: cancellationToken));
        return rows.ToDictionary(row => names[row.User], row => OptInStateJson.Parse(row.Withdrawals));
    }

    private Dictionary<string, UserId> NamesOf(AccountId account, IEnumerable<UserId> users) => !secrets.HasKey
        ? []
        : users.Distinct().ToDictionary(user => NameOf(account, user).Value);

    private static string TextOf(AccountId account, UserId user) => $"{account.Value}/{user.Value}";

    private sealed class Row
    {
        public required string User { get; init; }

        public required string Withdrawals { get; init; }
    }
}

using System.Data.Common;
using Dapper;
using Mogambo.Accounts;
using Mogambo.Conversations;
using Mogambo.Storage.Clock;
using Mogambo.Storage.Contacts;
using Mogambo.Storage.OptIns;

namespace Mogambo.Storage.Erasure;

/// <inheritdoc cref="IErasure"/>
internal sealed class ErasureStore(IDatabase database, ErasedUsers erased, IContacts contacts, StorageClock time) : IErasure
{
    /// <summary>What stands in the ledger as the source of a withdrawal that outlived an erasure.</summary>
    public const string Source = "erased";

    public async Task<IReadOnlyList<UserId>> NamesAsync(AccountId account, UserId user, CancellationToken cancellationToken = default)
    {
        const string Sql = """
            select business_scoped_user_id from contact where account = @account and user_id = @user and business_scoped_user_id is not null
            union
            select business_scoped_user_id from conversation where account = @account and user_id = @user and business_scoped_user_id is not null
            """;
        var others = await database.ReadAsync(
            connection => connection.QueryAsync<string>(
                new CommandDefinition(Sql, new { account = account.Value, user = user.Value }, cancellationToken: cancellationToken)),
            cancellationToken);
        var names = others.Where(other => UserId.TryParse(other, null, out _)).Select(other => UserId.Parse(other));
        return [.. names.Prepend(user).Distinct()];
    }

    public Task<bool> EraseConversationAsync(
        AccountId account, ConversationId id, long version, CancellationToken cancellationToken = default)
    {
        var left = id with { User = erased.NameOf(account, id.User) };
        return database.WriteAsync(
            async transaction =>
            {
                var arguments = new { account = account.Value, id = id.ToString(), version };
                var removed = await ExecuteAsync(transaction, "delete from conversation where id = @id and version = @version", arguments, cancellationToken);
                if (removed == 0 && (version != 0 || await ExistsAsync(transaction, id, cancellationToken)))
                {
                    return false;
                }

                await ExecuteAsync(transaction, "delete from bot_context where conversation = @id", arguments, cancellationToken);
                await ExecuteAsync(transaction, "delete from inbox where conversation = @id", arguments, cancellationToken);
                await ExecuteAsync(transaction, "delete from dead_letter where account = @account and conversation = @id", arguments, cancellationToken);
                await ErasedMessages.EraseAsync(transaction, id, left, cancellationToken);
                return true;
            },
            cancellationToken);
    }

    public async Task EraseUserAsync(PersonToErase person, CancellationToken cancellationToken = default)
    {
        var name = erased.NameOf(person.Account, person.User);
        var found = await ErasedFindings.ReadAsync(database, person, cancellationToken);
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        await database.WriteAsync(
            async transaction =>
            {
                var arguments = new { account = person.Account.Value, user = person.User.Value, name = name.Value, now, portfolios = person.Portfolios.ToArray() };
                var isOurs = database.IsIn("portfolio", "@portfolios");
                await KeepWithdrawalsAsync(transaction, person, name, now, cancellationToken);
                await ExecuteAsync(transaction, "delete from opt_in_entry where account = @account and user_id = @user", arguments, cancellationToken);
                await ExecuteAsync(transaction, "delete from contact where account = @account and user_id = @user", arguments, cancellationToken);
                await ExecuteAsync(transaction, $"delete from portfolio_user where {isOurs} and user_id = @name", arguments, cancellationToken);
                await ExecuteAsync(
                    transaction, $"update portfolio_user set user_id = @name where {isOurs} and user_id = @user", arguments, cancellationToken);
                await found.RemoveAsync(transaction, person, cancellationToken);
                return true;
            },
            cancellationToken);
        contacts.Forget(person.Account, person.User);
    }

    private static async Task KeepWithdrawalsAsync(
        DbTransaction transaction, PersonToErase person, UserId name, long now, CancellationToken cancellationToken)
    {
        const string Take = "delete from opt_in where account = @account and user_id = @user returning state";
        var arguments = new { account = person.Account.Value, user = person.User.Value };
        var state = await transaction.Connection!.ExecuteScalarAsync<string?>(
            new CommandDefinition(Take, arguments, transaction, cancellationToken: cancellationToken));
        var withdrawals = state is null ? [] : OptInStateJson.Parse(state).Decisions.Where(decision => decision.IsWithdrawal);
        var kept = OptInStateJson.Of(new() { Decisions = [.. withdrawals.Select(decision => decision with { Source = Source })] });
        // A row that is not there says nothing: what an earlier erasure kept stays.
        var sql = $"""
            insert into erased_user (account, user_id, withdrawals, erased_at) values (@account, @name, @kept, @now)
            on conflict (account, user_id) do update set erased_at = excluded.erased_at{(state is null ? "" : ", withdrawals = excluded.withdrawals")}
            """;
        await ExecuteAsync(transaction, sql, new { account = person.Account.Value, name = name.Value, kept, now }, cancellationToken);
    }

    private static async Task<bool> ExistsAsync(DbTransaction transaction, ConversationId id, CancellationToken cancellationToken) =>
        await transaction.Connection!.ExecuteScalarAsync<long>(new CommandDefinition(
            "select count(*) from conversation where id = @id", new { id = id.ToString() }, transaction, cancellationToken: cancellationToken)) > 0;

    private static Task<int> ExecuteAsync(DbTransaction transaction, string sql, object arguments, CancellationToken cancellationToken) =>
        transaction.Connection!.ExecuteAsync(new CommandDefinition(sql, arguments, transaction, cancellationToken: cancellationToken));
}

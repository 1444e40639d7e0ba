using System.Data.Common;
using Dapper;
using Mogambo.Accounts;
using Mogambo.Conversations;
using Mogambo.Storage.Clock;
using Mogambo.Storage.Erasure;
using Mogambo.Storage.GroupCommit;

namespace Mogambo.Storage.Contacts;

/// <inheritdoc cref="IContacts"/>
internal sealed class ContactStore(StorageQueues queues, IDatabase database, ErasedUsers erased, StorageClock time) : IContacts
{
    private const int MaxRowsOfStatement = 200;

    private readonly ContactMemory<StoredContact> _contacts = new(time);
    private readonly ContactMemory<UserId?> _numbers = new(time);

    public async ValueTask<StoredContact?> FindAsync(AccountId account, UserId user, CancellationToken cancellationToken = default)
    {
        if (_contacts.TryGet(account, user, out var known))
        {
            return known;
        }

        var read = _contacts.Begin();
        var contact = await queues.ReadAsync(new FindContactRequest(new(account.Value, user.Value)), cancellationToken);
        _contacts.Found(account, user, contact, read);
        return contact;
    }

    public async ValueTask<UserId?> FindNumberAsync(AccountId account, UserId businessScoped, CancellationToken cancellationToken = default)
    {
        if (_numbers.TryGet(account, businessScoped, out var known))
        {
            return known;
        }

        const string Sql = """
            select user_id from contact where account = @account and business_scoped_user_id = @id order by at desc, user_id limit 1
            """;
        var read = _numbers.Begin();
        var found = await database.ReadAsync(
            connection => connection.QueryFirstOrDefaultAsync<string?>(
                new CommandDefinition(Sql, new { account = account.Value, id = businessScoped.Value }, cancellationToken: cancellationToken)),
            cancellationToken);
        UserId? number = found is null ? null : UserId.Parse(found);
        _numbers.Found(account, businessScoped, number, read);
        return number;
    }

    public async Task<IReadOnlyList<ContactFact>> LearnAsync(IReadOnlyList<ContactFact> facts, CancellationToken cancellationToken = default)
    {
        List<ContactFact> paired = [];
        // Sorted, so that two processes that learn the same take the rows in the same order.
        var users = facts.GroupBy(fact => (fact.Account, fact.User)).OrderBy(group => group.Key.User.Value, StringComparer.Ordinal);
        foreach (var account in users.GroupBy(user => user.Key.Account))
        {
            foreach (var some in account.Chunk(MaxRowsOfStatement))
            {
                paired.AddRange(await LearnAsync(account.Key, some, cancellationToken));
            }
        }

        return paired;
    }

    public void Forget(AccountId account, UserId user)
    {
        if (UserId.TryParse(_contacts.Forget(account, user)?.BusinessScopedUserId, null, out var businessScoped))
        {
            _numbers.Forget(account, businessScoped);
        }

        _numbers.Forget(account, user);
    }

    private async Task<List<ContactFact>> LearnAsync(
        AccountId account, IReadOnlyList<IEnumerable<ContactFact>> users, CancellationToken cancellationToken)
    {
        var (next, paired) = await database.WriteAsync(
            async transaction =>
            {
                var keys = users.Select(facts => facts.First().User.Value).ToArray();
                var stored = await ReadAsync(transaction, account, keys, cancellationToken);
                var gone = await erased.GoneAsync(transaction, account, users.Select(facts => facts.First().User), cancellationToken);
                List<StoredContact> all = [];
                List<StoredContact> changed = [];
                List<ContactFact> pairs = [];
                foreach (var facts in users.Where(facts => !gone.Contains(facts.First().User)))
                {
                    var user = facts.First().User;
                    var before = stored.GetValueOrDefault(user) ?? StoredContact.Unknown(user);
                    var after = facts.OrderBy(fact => fact.At).Aggregate(before, (contact, fact) => contact.After(fact));
                    all.Add(after);
                    if (after == before)
                    {
                        continue;
                    }

                    changed.Add(after);
                    if (after.BusinessScopedUserId != before.BusinessScopedUserId)
                    {
                        pairs.Add(facts.Last(fact => fact.BusinessScopedUserId == after.BusinessScopedUserId));
                    }
                }

                await WriteAsync(transaction, account, changed, cancellationToken);
                return (all, pairs);
            },
            cancellationToken);
        foreach (var contact in next)
        {
            _contacts.Learnt(account, contact.User, contact.At == DateTimeOffset.MinValue ? null : contact);
            if (contact.BusinessScopedUserId is { } id && UserId.TryParse(id, null, out var businessScoped))
            {
                _numbers.Learnt(account, businessScoped, contact.User);
            }
        }

        return paired;
    }

    private static async Task<Dictionary<UserId, StoredContact>> ReadAsync(
        DbTransaction transaction, AccountId account, string[] users, CancellationToken cancellationToken)
    {
        var sql = $"""
            select {ContactColumns.All} from contact c
            where c.account = @account and c.user_id in ({string.Join(", ", users.Select((_, n) => $"@user{n}"))})
            """;
        var arguments = new DynamicParameters(new { account = account.Value });
        for (var n = 0; n < users.Length; n++)
        {
            arguments.Add($"user{n}", users[n]);
        }

        await using var reader = await transaction.Connection!.ExecuteReaderAsync(
            new CommandDefinition(sql, arguments, transaction, cancellationToken: cancellationToken));
        var contacts = new Dictionary<UserId, StoredContact>();
        while (await reader.ReadAsync(cancellationToken))
        {
            var contact = ContactColumns.Read(reader);
            contacts.Add(contact.User, contact);
        }

        return contacts;
    }

    private static async Task WriteAsync(
        DbTransaction transaction, AccountId account, List<StoredContact> contacts, CancellationToken cancellationToken)
    {
        if (contacts.Count == 0)
        {
            return;
        }

        // The condition stands against a process that learnt something newer since the rows were read.
        var sql = $"""
            insert into contact (account, user_id, wa_id, is_on_whatsapp, business_scoped_user_id, at)
            values {string.Join(", ", contacts.Select((_, n) => $"(@account, @user{n}, @waId{n}, @isOn{n}, @scoped{n}, @at{n})"))}
            on conflict (account, user_id) do update set wa_id = excluded.wa_id, is_on_whatsapp = excluded.is_on_whatsapp,
                business_scoped_user_id = excluded.business_scoped_user_id, at = excluded.at
            where excluded.at >= contact.at
            """;
        var arguments = new DynamicParameters(new { account = account.Value });
        for (var n = 0; n < contacts.Count; n++)
        {
            arguments.Add($"user{n}", contacts[n].User.Value);
            arguments.Add($"waId{n}", CleanText.Of(contacts[n].WaId));
            arguments.Add($"isOn{n}", contacts[n].IsOnWhatsApp);
            arguments.Add($"scoped{n}", contacts[n].BusinessScopedUserId);
            arguments.Add($"at{n}", contacts[n].At.ToUnixTimeMilliseconds());
        }

        await transaction.Connection!.ExecuteAsync(new CommandDefinition(sql, arguments, transaction, cancellationToken: cancellationToken));
    }
}

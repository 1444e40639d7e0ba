using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;

namespace Mogambo.Accounts;

/// <summary>The configured accounts and numbers, looked up by id. Read-only for the life of the process.</summary>
public sealed class AccountDirectory
{
    private readonly FrozenDictionary<AccountId, Account> _accounts;
    private readonly FrozenDictionary<PhoneNumberId, BusinessNumber> _numbers;

    /// <exception cref="FormatException">An id is not digits; options that were validated never get here.</exception>
    public AccountDirectory(IEnumerable<AccountOptions> accounts)
    {
        All = [.. accounts.Select(options => new Account(options))];
        _accounts = All.ToFrozenDictionary(account => account.Id);
        _numbers = All.SelectMany(account => account.Numbers).ToFrozenDictionary(number => number.Id);
    }

    public IReadOnlyList<Account> All { get; }

    public bool TryGetAccount(AccountId id, [NotNullWhen(true)] out Account? account) => _accounts.TryGetValue(id, out account);

    public bool TryGetNumber(PhoneNumberId id, [NotNullWhen(true)] out BusinessNumber? number) => _numbers.TryGetValue(id, out number);
}

namespace Mogambo.Accounts;

/// <summary>An account as it was configured, its ids parsed.</summary>
public sealed class Account
{
    internal Account(AccountOptions options)
    {
        Id = AccountId.Parse(options.Id);
        Options = options;
        Numbers = [.. options.Numbers.Select(number => new BusinessNumber(this, number))];
    }

    public AccountId Id { get; }

    public AccountOptions Options { get; }

    /// <summary>In configuration's order; the first is the default.</summary>
    public IReadOnlyList<BusinessNumber> Numbers { get; }
}

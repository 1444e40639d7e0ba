namespace Mogambo.Accounts;

/// <summary>A business number as it was configured, with the account it belongs to.</summary>
public sealed class BusinessNumber
{
    internal BusinessNumber(Account account, NumberOptions options)
    {
        Account = account;
        Id = PhoneNumberId.Parse(options.PhoneNumberId);
        Options = options;
    }

    public Account Account { get; }

    public PhoneNumberId Id { get; }

    public NumberOptions Options { get; }
}

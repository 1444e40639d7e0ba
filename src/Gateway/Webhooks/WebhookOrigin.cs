using Mogambo.Accounts;

namespace Mogambo.Gateway.Webhooks;

/// <summary>Whose secret authenticated a webhook: one account, or several where one app serves them.</summary>
internal sealed record WebhookOrigin(IReadOnlyList<Account> Accounts)
{
    /// <summary>The account an entry is for, if it is one of these. An On-Premises entry names none: it is its number's account.</summary>
    public Account? OwnerOf(string entryId) => entryId.Length == 0
        ? Accounts is [var only] ? only : null
        : Accounts.FirstOrDefault(account => account.Id.Value == entryId);

    /// <summary>Who gets to see a part that cannot take effect: never an account whose secret was not used.</summary>
    public AccountId KeeperOf(string entryId) => (OwnerOf(entryId) ?? Accounts[0]).Id;
}

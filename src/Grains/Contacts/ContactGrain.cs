using Mogambo.Accounts;
using Mogambo.Conversations;
using Mogambo.Storage.Contacts;
using Mogambo.Storage.Erasure;

namespace Mogambo.Contacts;

/// <inheritdoc cref="IContactGrain"/>
/// <remarks>
/// Holds nothing itself: rows are few and the store caches them. It is where questions about one number to WhatsApp meet, so that it is
/// asked once; the Cloud API has no such question (fact sheet 15.5).
/// </remarks>
[GrainType("contact")]
internal sealed class ContactGrain(IContacts contacts, IErasure erasure, AccountDirectory accounts, TimeProvider time) : Grain, IContactGrain
{
    private AccountId _account;
    private UserId _user;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var key = this.GetPrimaryKeyString().Split('/', 2);
        _account = AccountId.Parse(key[0]);
        _user = UserId.Parse(key[^1]);
        return Task.CompletedTask;
    }

    public async Task<ContactAnswer> ResolveAsync()
    {
        if (_user.IsBusinessScoped)
        {
            return await contacts.FindNumberAsync(_account, _user) is { } number ? await ResolveAsync(number) : new(_user, null, IsOnWhatsApp: true);
        }

        return await ResolveAsync(_user);
    }

    public Task LearnAsync(string? waId, DateTimeOffset at) => _user.IsBusinessScoped
        ? throw new ArgumentException("A business-scoped user id has no wa_id of its own; learn it of the number.", nameof(waId))
        : contacts.LearnAsync([new(_account, _user, at) { WaId = waId, IsOnWhatsApp = waId is not null }]);

    public async Task<bool> EraseAsync()
    {
        if (!accounts.TryGetAccount(_account, out var account))
        {
            throw new InvalidOperationException($"Account {_account} is not configured.");
        }

        // Conversations first: through their grains, so that no memory writes anything back. The names are known until the end.
        var names = await erasure.NamesAsync(_account, _user);
        var isDone = true;
        foreach (var id in names.SelectMany(name => account.Numbers.Select(number => new ConversationId(number.Id, name))))
        {
            isDone &= await GrainFactory.Conversation(id).EraseAsync();
        }

        if (!isDone)
        {
            return false;
        }

        foreach (var name in names.Reverse())
        {
            await erasure.EraseUserAsync(new(_account, name, [.. account.Numbers.Select(number => number.Id)], PortfoliosOf(account)));
        }

        return true;
    }

    private static string[] PortfoliosOf(Account account) =>
        account.Options.Portfolio is { } portfolio ? [portfolio] : [.. account.Numbers.Select(number => $"{account.Id}/{number.Id}")];

    private async Task<ContactAnswer> ResolveAsync(UserId number)
    {
        var contact = await contacts.FindAsync(_account, number);
        return new(number, contact?.WaId, contact?.IsAbsentAt(time.GetUtcNow()) is not true);
    }
}

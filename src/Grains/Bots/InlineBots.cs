using System.Collections.Frozen;
using Mogambo.Accounts;

namespace Mogambo.Bots;

/// <summary>The inline bot of each account that has one.</summary>
internal sealed class InlineBots(AccountDirectory accounts)
{
    private readonly FrozenDictionary<AccountId, IInlineBot> _bots = accounts.All
        .Where(account => account.Options.Bot.Kind is BotKind.Echo or BotKind.Rules)
        .ToFrozenDictionary(account => account.Id, Make);

    public IInlineBot? Of(Account account) => _bots.GetValueOrDefault(account.Id);

    private static IInlineBot Make(Account account) =>
        account.Options.Bot.Kind == BotKind.Echo ? new EchoBot() : new RulesBot(account.Options.Bot);
}

using Mogambo.Simulator.Ledger;

namespace Mogambo.Simulator.Webhooks;

/// <summary>Posts field updates until they are acknowledged; a full ledger has them, so a restart posts them again.</summary>
internal sealed class FieldReporter(LedgerFile ledger, WebhookSender sender)
{
    public void Report(FieldUpdate update)
    {
        ledger.Note(new("update")
        {
            ItemId = update.Id,
            User = update.Whose?.Key,
            Number = update.About?.Id ?? update.Account.Id,
            Name = update.Field,
            Content = update.Value,
        });
        sender.Post([update]);
    }
}

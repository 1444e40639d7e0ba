using Mogambo.Accounts;

namespace Mogambo.Gateway.Webhooks;

/// <summary>What webhooks say of templates: to the template's grain, which has it on disk and published when this returns.</summary>
/// <remarks>
/// If the grain cannot be reached the webhook is answered 503 and WhatsApp repeats it, for days if need be: a repeat changes nothing, and a
/// pause is never acknowledged before it holds.
/// </remarks>
internal sealed class TemplateIntake(IGrainFactory grains, Templates.TemplateSync sync)
{
    public async Task ApplyAsync(TemplateChanges changes)
    {
        if (!await grains.Template(changes.Account, changes.Name).ApplyAsync(changes.Updates))
        {
            sync.Request(changes.Account);
        }
    }

    /// <summary>Something about the account's templates changed that no name is known of.</summary>
    public void LookUp(AccountId account) => sync.Request(account);
}

using Mogambo.Accounts;
using Mogambo.Contacts;
using Mogambo.Conversations;
using Mogambo.Numbers;
using Mogambo.Subscriptions;
using Mogambo.Templates;

namespace Mogambo;

/// <summary>The one place that turns ids into grain keys.</summary>
public static class GrainFactoryExtensions
{
    public static IConversationGrain Conversation(this IGrainFactory grains, ConversationId id)
    {
        ArgumentNullException.ThrowIfNull(grains);
        return grains.GetGrain<IConversationGrain>(id.ToString());
    }

    public static ITemplateGrain Template(this IGrainFactory grains, AccountId account, string name)
    {
        ArgumentNullException.ThrowIfNull(grains);
        return grains.GetGrain<ITemplateGrain>($"{account}/{name}");
    }

    public static IPhoneNumberGrain PhoneNumber(this IGrainFactory grains, BusinessNumber number)
    {
        ArgumentNullException.ThrowIfNull(grains);
        return grains.GetGrain<IPhoneNumberGrain>($"{number.Account.Id}/{number.Id}");
    }

    public static IContactGrain Contact(this IGrainFactory grains, AccountId account, UserId user)
    {
        ArgumentNullException.ThrowIfNull(grains);
        return grains.GetGrain<IContactGrain>($"{account.Value}/{user.Value}");
    }

    public static ISubscriptionGrain Subscription(this IGrainFactory grains, AccountId account, SubscriptionId id)
    {
        ArgumentNullException.ThrowIfNull(grains);
        return grains.GetGrain<ISubscriptionGrain>($"{account}/{id}");
    }
}

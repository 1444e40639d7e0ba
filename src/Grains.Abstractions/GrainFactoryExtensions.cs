using Mogambo.Accounts;
using Mogambo.Conversations;
using Mogambo.Subscriptions;

namespace Mogambo;

/// <summary>The one place that turns ids into grain keys.</summary>
public static class GrainFactoryExtensions
{
    public static IConversationGrain Conversation(this IGrainFactory grains, ConversationId id)
    {
        ArgumentNullException.ThrowIfNull(grains);
        return grains.GetGrain<IConversationGrain>(id.ToString());
    }

    public static ISubscriptionGrain Subscription(this IGrainFactory grains, AccountId account, SubscriptionId id)
    {
        ArgumentNullException.ThrowIfNull(grains);
        return grains.GetGrain<ISubscriptionGrain>($"{account}/{id}");
    }
}

using Mogambo.Accounts;
using Mogambo.Contacts;
using Mogambo.Conversations;

namespace Mogambo;

/// <summary>The one place that turns ids into grain keys.</summary>
public static class GrainFactoryExtensions
{
    public static IConversationGrain Conversation(this IGrainFactory grains, ConversationId id)
    {
        ArgumentNullException.ThrowIfNull(grains);
        return grains.GetGrain<IConversationGrain>(id.ToString());
    }

    public static IContactGrain Contact(this IGrainFactory grains, AccountId account, UserId user)
    {
        ArgumentNullException.ThrowIfNull(grains);
        return grains.GetGrain<IContactGrain>($"{account.Value}/{user.Value}");
    }
}

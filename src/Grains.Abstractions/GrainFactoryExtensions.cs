using Mogambo.Accounts;
using Mogambo.Conversations;
using Mogambo.Numbers;

namespace Mogambo;

/// <summary>The one place that turns ids into grain keys.</summary>
public static class GrainFactoryExtensions
{
    public static IConversationGrain Conversation(this IGrainFactory grains, ConversationId id)
    {
        ArgumentNullException.ThrowIfNull(grains);
        return grains.GetGrain<IConversationGrain>(id.ToString());
    }

    public static IPhoneNumberGrain PhoneNumber(this IGrainFactory grains, BusinessNumber number)
    {
        ArgumentNullException.ThrowIfNull(grains);
        return grains.GetGrain<IPhoneNumberGrain>($"{number.Account.Id}/{number.Id}");
    }
}

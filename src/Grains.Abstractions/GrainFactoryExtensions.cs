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
    /// <summary>The conversation grain's type, which is its <c>[GrainType]</c>.</summary>
    public const string ConversationType = "conversation";

    private static readonly GrainType s_conversation = GrainType.Create(ConversationType);
    private static GrainInterfaceType s_conversationInterface;

    /// <remarks>
    /// Called for every message: Orleans' own way by interface and key reads the interface's attributes by reflection each time, which was a twentieth of
    /// an acknowledgement.
    /// </remarks>
    public static IConversationGrain Conversation(this IGrainFactory grains, ConversationId id)
    {
        ArgumentNullException.ThrowIfNull(grains);
        if (!s_conversationInterface.IsDefault)
        {
            return (IConversationGrain)grains.GetGrain(GrainId.Create(s_conversation, id.ToString()), s_conversationInterface);
        }

        var first = grains.GetGrain<IConversationGrain>(id.ToString());
        s_conversationInterface = first is GrainReference reference ? reference.InterfaceType : default;
        return first;
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

using Mogambo.Gateway.Authentication;
using Mogambo.Gateway.Contacts;
using Mogambo.Gateway.Conversations;
using Mogambo.Gateway.DeadLetters;
using Mogambo.Gateway.Events;
using Mogambo.Gateway.Health;
using Mogambo.Gateway.Messages;
using Mogambo.Gateway.Subscriptions;
using Mogambo.Gateway.Webhooks;

namespace Mogambo.Gateway;

/// <summary>The gateway's addresses.</summary>
public static class GatewayEndpoints
{
    /// <summary>Maps webhooks, the API and health. Everything below <c>/v1</c> needs an API key with the scope of its endpoint.</summary>
    public static IEndpointRouteBuilder MapMogamboGateway(this IEndpointRouteBuilder routes)
    {
        routes.MapWebhooks();
        routes.MapHealth();

        var api = routes.MapGroup(ApiPaths.Root);
        api.MapMessages();
        api.MapContacts();
        api.MapConversations();
        api.MapDeadLetters();
        api.MapSubscriptions();
        api.MapEvents();
        return routes;
    }
}

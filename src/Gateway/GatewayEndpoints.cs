using Mogambo.Gateway.ApiKeys;
using Mogambo.Gateway.Authentication;
using Mogambo.Gateway.Contacts;
using Mogambo.Gateway.Conversations;
using Mogambo.Gateway.DeadLetters;
using Mogambo.Gateway.Events;
using Mogambo.Gateway.Media;
using Mogambo.Gateway.Messages;
using Mogambo.Gateway.Numbers;
using Mogambo.Gateway.OptIns;
using Mogambo.Gateway.OptIns.Import;
using Mogambo.Gateway.Reference;
using Mogambo.Gateway.Subscriptions;
using Mogambo.Gateway.Templates;
using Mogambo.Gateway.Usage;
using Mogambo.Gateway.Webhooks;

namespace Mogambo.Gateway;

/// <summary>The gateway's addresses.</summary>
public static class GatewayEndpoints
{
    /// <summary>Maps webhooks, the API and health. Everything below <c>/v1</c> needs an API key with the scope of its endpoint.</summary>
    public static IEndpointRouteBuilder MapMogamboGateway(this IEndpointRouteBuilder routes)
    {
        routes.MapWebhooks();
        routes.MapMogamboOperations();
        routes.MapApiReference();

        var api = routes.MapGroup(ApiPaths.Root);
        api.MapMessages();
        api.MapContacts();
        api.MapOptIns();
        api.MapOptInImport();
        api.MapOptInLink();
        api.MapConversations();
        api.MapTemplates();
        api.MapDeadLetters();
        api.MapNumbers();
        api.MapApiKeys();
        api.MapMedia();
        api.MapUsage();
        api.MapSubscriptions();
        api.MapEvents();
        return routes;
    }
}

using System.Security.Claims;
using System.Text.Json;
using Mogambo.Conversations;
using Mogambo.Gateway.Authentication;
using Mogambo.Gateway.Json;
using Mogambo.Gateway.Problems;
using Mogambo.Storage.Conversations;

namespace Mogambo.Gateway.Conversations;

/// <summary><c>PUT /v1/conversations/{number}/{user}/handler</c>: a person takes a conversation over, or gives it back to the bot.</summary>
internal static class HandlerEndpoint
{
    private const int MaxBodyBytes = 1024;

    public static void MapConversationHandler(this IEndpointRouteBuilder routes) => routes
        .MapPut("/conversations/{number}/{user}/handler", Set)
        .RequireAuthorization(Scopes.ConversationsWrite)
        .WithTags("Conversations")
        .WithSummary("Say who answers: a person or the bot");

    private static async Task<IResult> Set(
        string number,
        string user,
        HttpRequest request,
        ClaimsPrincipal caller,
        IConversationQueries conversations,
        IGrainFactory grains,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        if (await ReadAsync(request, cancellationToken) is not { } isHuman)
        {
            return KnownProblems.InvalidRequest("handled_by", "must be \"human\" or \"bot\", and the only member of a JSON object");
        }

        if (!ConversationId.TryParse($"{number}/{user}", null, out var id) || await conversations.FindAsync(caller.Account(), id, cancellationToken) is null)
        {
            return KnownProblems.NotFound();
        }

        await grains.Conversation(id).SetHandlerAsync(isHuman).WaitAsync(cancellationToken);
        return await conversations.FindAsync(caller.Account(), id, cancellationToken) is { } view
            ? TypedResults.Json(ApiConversation.Of(view, time.GetUtcNow()), GatewayJson.Default.ApiConversation)
            : KnownProblems.NotFound();
    }

    private static async Task<bool?> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.ContentLength is not (> 0 and <= MaxBodyBytes))
        {
            return null;
        }

        try
        {
            using var json = await JsonDocument.ParseAsync(request.Body, cancellationToken: cancellationToken);
            return json.RootElement.ValueKind == JsonValueKind.Object
                && json.RootElement.GetPropertyCount() == 1
                && json.RootElement.TryGetProperty("handled_by", out var handler)
                && handler.ValueKind == JsonValueKind.String
                ? handler.GetString() switch { "human" => true, "bot" => false, _ => null }
                : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}

using System.Security.Claims;
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
    private const int MaxWordLength = 100;
    private const string Human = "human";
    private const string Bot = "bot";

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
        using var members = await RequestMembers.ReadAsync(request, MaxBodyBytes, cancellationToken);
        var isHuman = IsHuman(members);
        if (members.Problem() is { } problem)
        {
            return problem;
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

    private static bool IsHuman(RequestMembers members)
    {
        const string Name = "handled_by";
        var word = members.Text(Name, MaxWordLength);
        if (word is not (null or Human or Bot))
        {
            members.Wrong(Name, $"must be \"{Human}\" or \"{Bot}\"");
        }

        return word == Human;
    }
}

using System.Security.Claims;
using Mogambo.Accounts;
using Mogambo.Conversations;
using Mogambo.Gateway.Authentication;
using Mogambo.Gateway.Contacts;
using Mogambo.Gateway.Json;
using Mogambo.Gateway.Lists;
using Mogambo.Gateway.Messages;
using Mogambo.Gateway.Problems;
using Mogambo.Storage;
using Mogambo.Storage.Conversations;
using Mogambo.Storage.Messages;

namespace Mogambo.Gateway.Conversations;

/// <summary><c>/v1/conversations</c>: for inboxes.</summary>
internal static class ConversationEndpoints
{
    public static void MapConversations(this IEndpointRouteBuilder routes)
    {
        var conversations = routes.MapGroup("/conversations").RequireAuthorization(Scopes.ConversationsRead).WithTags("Conversations");
        conversations.MapGet("", List).WithSummary("List conversations, the one with the newest message first");
        conversations.MapGet("/{number}/{user}", Show).WithSummary("Show one");
        conversations.MapGet("/{number}/{user}/messages", Messages).WithSummary("List its messages, newest first");
        routes.MapConversationHandler();
    }

    private static async Task<IResult> List(
        HttpRequest request, ClaimsPrincipal caller, IConversationQueries conversations, TimeProvider time, CancellationToken cancellationToken)
    {
        var query = new QueryReader(request);
        var limit = query.Limit();
        var after = query.Parsed<PageCursor>("after", "must be the next of an earlier page");
        if (query.Problem() is { } problem)
        {
            return problem;
        }

        var page = await conversations.ListAsync(caller.Account(), limit, after, cancellationToken);
        var now = time.GetUtcNow();
        return TypedResults.Json(
            new Lists.Page<ApiConversation>([.. page.Items.Select(view => ApiConversation.Of(view, now))], page.Next?.ToString()),
            GatewayJson.Default.PageApiConversation);
    }

    private static async Task<IResult> Show(
        string number, string user, ClaimsPrincipal caller, IConversationQueries conversations, TimeProvider time, CancellationToken cancellationToken) =>
        await FindAsync(number, user, caller, conversations, cancellationToken) is { } view
            ? TypedResults.Json(ApiConversation.Of(view, time.GetUtcNow()), GatewayJson.Default.ApiConversation)
            : KnownProblems.NotFound();

    private static async Task<IResult> Messages(
        string number,
        string user,
        HttpRequest request,
        ClaimsPrincipal caller,
        IConversationQueries conversations,
        IMessageQueries messages,
        CancellationToken cancellationToken)
    {
        var query = new QueryReader(request);
        var list = MessageList.Read(query);
        if (query.Problem() is { } problem)
        {
            return problem;
        }

        return await FindAsync(number, user, caller, conversations, cancellationToken) is { } view
            ? await list.AnswerAsync(messages, caller.Account(), new MessageFilter { Conversation = view.Id }, cancellationToken)
            : KnownProblems.NotFound();
    }

    // The account is part of the question: another's conversation is not found, whether it exists or not.
    private static async Task<ConversationView?> FindAsync(
        string number, string user, ClaimsPrincipal caller, IConversationQueries conversations, CancellationToken cancellationToken) =>
        PhoneNumberId.TryParse(number, null, out var numberId) && UserParameter.TryParse(user, out var userId)
            ? await conversations.FindAsync(caller.Account(), new ConversationId(numberId, userId), cancellationToken)
            : null;
}

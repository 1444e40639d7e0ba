using System.Security.Claims;
using Mogambo.Accounts;
using Mogambo.Gateway.Authentication;
using Mogambo.Gateway.Json;
using Mogambo.Gateway.Lists;
using Mogambo.Gateway.Messages.Send;
using Mogambo.Gateway.Problems;
using Mogambo.Messages;
using Mogambo.Storage.Messages;

namespace Mogambo.Gateway.Messages;

/// <summary><c>/v1/messages</c>: what was received and sent.</summary>
internal static class MessageEndpoints
{
    /// <summary>As long as a send's reference may be.</summary>
    private const int MaxReferenceLength = 1024;

    public static void MapMessages(this IEndpointRouteBuilder routes)
    {
        var messages = routes.MapGroup("/messages").WithTags("Messages");
        messages.MapGet("", List).RequireAuthorization(Scopes.MessagesRead).WithSummary("List messages, newest first");
        messages.MapGet("/{id}", Show).RequireAuthorization(Scopes.MessagesRead).WithSummary("Show one");
        messages.MapSend();
        messages.MapMessageChanges();
    }

    private static async Task<IResult> List(
        HttpRequest request, ClaimsPrincipal caller, IMessageQueries messages, CancellationToken cancellationToken)
    {
        var query = new QueryReader(request);
        var list = MessageList.Read(query);
        var filter = new MessageFilter
        {
            User = query.User("user"),
            Number = query.Parsed<PhoneNumberId>("number", "must be a phone number id"),
            Status = query.OneOf("status", MessageWords.Statuses),
            Direction = MessageWords.DirectionOf(query.OneOf("direction", MessageWords.Directions)),
            Reference = query.Text("reference", MaxReferenceLength),
        };
        return query.Problem() ?? await list.AnswerAsync(messages, caller.Account(), filter, cancellationToken);
    }

    private static async Task<IResult> Show(string id, ClaimsPrincipal caller, IMessageQueries messages, CancellationToken cancellationToken) =>
        MessageId.TryParse(id, null, out var message)
            && await messages.FindAsync(caller.Account(), message, cancellationToken) is { } found
            ? TypedResults.Json(ApiMessage.Of(found), GatewayJson.Default.ApiMessage)
            : KnownProblems.NotFound();
}

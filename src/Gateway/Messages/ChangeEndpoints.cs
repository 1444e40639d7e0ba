using System.Security.Claims;
using System.Text.Json;
using Mogambo.Accounts;
using Mogambo.Conversations;
using Mogambo.Gateway.Authentication;
using Mogambo.Gateway.Json;
using Mogambo.Gateway.Messages.Forms;
using Mogambo.Gateway.Messages.Send;
using Mogambo.Gateway.Problems;
using Mogambo.Messages;
using Mogambo.Sending;
using Mogambo.Storage.Messages;

namespace Mogambo.Gateway.Messages;

/// <summary><c>DELETE /v1/messages/{id}</c> and <c>POST …/{id}/resolve</c>: what a business may still decide about a message of its own.</summary>
internal static class ChangeEndpoints
{
    private static readonly Rule ResolveBody = Rules.Object(("as", Rules.Required(Rules.OneOf("sent", "failed", "resend"))));

    public static void MapMessageChanges(this IEndpointRouteBuilder messages)
    {
        messages.MapDelete("/{id}", Cancel).RequireAuthorization(Scopes.MessagesSend).WithSummary("Cancel what is not claimed yet");
        messages.MapPost("/{id}/resolve", Resolve).RequireAuthorization(Scopes.MessagesSend).WithSummary("Decide a message whose outcome is unknown");
    }

    private static Task<IResult> Cancel(
        string id, ClaimsPrincipal caller, IMessageQueries messages, ConversationCall call, CancellationToken cancellationToken) =>
        ChangeAsync(id, caller.Account(), messages, call, (grain, message) => grain.CancelAsync(message), wanted: "canceled", cancellationToken);

    private static async Task<IResult> Resolve(
        string id, HttpRequest request, ClaimsPrincipal caller, IMessageQueries messages, ConversationCall call, CancellationToken cancellationToken)
    {
        var (resolution, problem) = await ReadAsync(request, cancellationToken);
        return problem ?? await ChangeAsync(
            id, caller.Account(), messages, call, (grain, message) => grain.ResolveAsync(message, resolution), wanted: null, cancellationToken);
    }

    /// <param name="wanted">The status that a repeat of the change finds: then it is no news, and no error.</param>
    private static async Task<IResult> ChangeAsync(
        string id,
        AccountId account,
        IMessageQueries messages,
        ConversationCall call,
        Func<IConversationGrain, MessageId, Task<ChangeReply>> change,
        string? wanted,
        CancellationToken cancellationToken)
    {
        if (!MessageId.TryParse(id, null, out var message) || await messages.FindAsync(account, message, cancellationToken) is not { } before)
        {
            return KnownProblems.NotFound();
        }

        if (before.Direction == MessageDirection.Inbound)
        {
            return SendProblems.TooLate();
        }

        var reply = await call.ChangeAsync(before.Conversation, grain => change(grain, message), cancellationToken);
        if (reply == ChangeReply.NotFound || await messages.FindAsync(account, message, cancellationToken) is not { } after)
        {
            return KnownProblems.NotFound();
        }

        return reply == ChangeReply.Done || after.Status == wanted
            ? TypedResults.Json(ApiMessage.Of(after), GatewayJson.Default.ApiMessage)
            : SendProblems.TooLate();
    }

    private static async Task<(Resolution Resolution, Problem? Problem)> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (await SendBody.ReadAsync(request, cancellationToken) is not { } body)
        {
            return (default, KnownProblems.PayloadTooLarge());
        }

        if (!SendBody.TryParse(body, out var json, out var unreadable))
        {
            return (default, unreadable);
        }

        using (json)
        {
            var errors = new FieldErrors();
            ResolveBody.Check(json.RootElement, "", errors);
            return errors.Problem() is { } problem ? (default, problem) : (ResolutionOf(json.RootElement.GetProperty("as")), null);
        }
    }

    private static Resolution ResolutionOf(JsonElement word) => word.GetString() switch
    {
        "sent" => Resolution.Sent,
        "failed" => Resolution.Failed,
        "resend" => Resolution.Resend,
        _ => throw new InvalidOperationException("The body was not checked."),
    };
}

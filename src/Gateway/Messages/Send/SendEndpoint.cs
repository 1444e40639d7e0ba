using System.Security.Claims;
using Mogambo.Accounts;
using Mogambo.Gateway.Authentication;
using Mogambo.Gateway.Problems;

namespace Mogambo.Gateway.Messages.Send;

/// <summary><c>POST /v1/messages</c>: sends a message to a user.</summary>
internal static class SendEndpoint
{
    /// <summary>Keys of different endpoints do not meet; stored, so never changed.</summary>
    private const string KeysOf = "messages";

    public static void MapSend(this IEndpointRouteBuilder messages) => messages
        .MapPost("", Send)
        .RequireAuthorization(Scopes.MessagesSend)
        .WithSummary("Send a message: from a template, or free-form while the user's window is open");

    private static async Task<IResult> Send(
        HttpRequest request, ClaimsPrincipal caller, AccountDirectory accounts, MessageSending sending, CancellationToken cancellationToken)
    {
        var (key, problem) = IdempotencyHeader.Read(request);
        if (problem is not null)
        {
            return problem;
        }

        if (request.Headers.ContentEncoding.Count > 0)
        {
            return KnownProblems.UnsupportedMediaType();
        }

        if (await SendBody.ReadAsync(request, cancellationToken) is not { } body)
        {
            return KnownProblems.PayloadTooLarge();
        }

        return accounts.TryGetAccount(caller.Account(), out var account)
            ? await sending.SendAsync(account, body, IdempotencyHeader.Of(KeysOf, key, body), cancellationToken)
            : KnownProblems.Unauthorized();
    }
}

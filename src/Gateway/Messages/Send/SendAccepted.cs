using Microsoft.Net.Http.Headers;
using Mogambo.Gateway.Json;

namespace Mogambo.Gateway.Messages.Send;

/// <summary>A message that was taken.</summary>
/// <param name="Status">Where it stands. Like its neighbours it is null only for a repeat of a send whose message is no longer kept.</param>
/// <param name="Type">What is sent: <c>template</c> also where one goes instead of a free-form message.</param>
/// <param name="Preview">The body of the template as the user will read it.</param>
internal sealed record SendAccepted(string Id, string? Status, string? To, string? Type, string? Preview, ApiPrice? Price);

/// <summary>The answer to a send.</summary>
/// <param name="isRepeat">The message was taken by an earlier request with the same key.</param>
internal sealed class SendAnswer(SendAccepted accepted, int statusCode, bool isRepeat) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = statusCode;
        response.Headers[HeaderNames.Location] = $"{Authentication.ApiPaths.Root}/messages/{accepted.Id}";
        if (isRepeat)
        {
            response.Headers["Idempotent-Replayed"] = "true";
        }

        return response.WriteAsJsonAsync(accepted, GatewayJson.Default.SendAccepted, cancellationToken: httpContext.RequestAborted);
    }
}

using System.Security.Cryptography;
using System.Text;

namespace Mogambo.Simulator.Graph;

/// <summary>The Bearer token of a call (fact sheet 2).</summary>
internal static class AccessToken
{
    private const string Scheme = "Bearer ";

    public static string? Of(HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString();
        return header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? header[Scheme.Length..].Trim() : null;
    }

    public static bool Matches(HttpRequest request, string expected) =>
        Of(request) is { } token
        && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(token), Encoding.UTF8.GetBytes(expected));

    public static GraphError Refusal(HttpRequest request) => GraphError.Of(190, Of(request) is null
        ? "An access token is required to request this resource."
        : "Error validating access token: the token is not one of this account.");
}

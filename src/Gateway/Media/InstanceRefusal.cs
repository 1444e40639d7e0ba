using System.Net;
using System.Text.Json;
using Mogambo.Gateway.Problems;

namespace Mogambo.Gateway.Media;

/// <summary>What an instance's refusal is to the caller.</summary>
internal static class InstanceRefusal
{
    private const int MaxBytes = 64 * 1024;

    /// <summary>The Graph error code of something that does not exist or is another business's (fact sheet 14).</summary>
    private const int UnknownObject = 100;

    private const int ExpiredToken = 190;

    public static async Task<Problem> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if ((int)response.StatusCode is >= 300 and < 400)
        {
            return MediaProblems.InstanceFailed("The instance answered with a redirect, which is never followed.");
        }

        var (code, message) = await ErrorAsync(response, cancellationToken);
        return (response.StatusCode, code) switch
        {
            (HttpStatusCode.Unauthorized, _) or (_, ExpiredToken) => MediaProblems.NumberUnavailable("The instance refused the number's access token: give the number a new one."),
            (HttpStatusCode.NotFound, _) => KnownProblems.NotFound(),
            (_, UnknownObject) when response.RequestMessage?.Method == HttpMethod.Get => KnownProblems.NotFound(),
            (_, > 0) => MediaProblems.InstanceRefused(code, message),
            _ => MediaProblems.InstanceFailed($"The instance answered HTTP {(int)response.StatusCode}."),
        };
    }

    private static async Task<(int Code, string Message)> ErrorAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
            var bytes = new byte[MaxBytes];
            var length = await body.ReadAtLeastAsync(bytes, MaxBytes, throwOnEndOfStream: false, cancellationToken);
            using var json = JsonDocument.Parse(bytes.AsMemory(0, length));
            var error = json.RootElement.GetProperty("error");
            return (error.GetProperty("code").GetInt32(), error.TryGetProperty("message", out var text) ? text.GetString() ?? "" : "");
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return (0, "");
        }
    }
}

namespace Mogambo.Gateway.Problems;

/// <summary>The problems this gateway answers with, one of each name.</summary>
internal static class KnownProblems
{
    public static Problem InvalidRequest(IReadOnlyDictionary<string, IReadOnlyList<string>> errors) => new(
        new ProblemBody(
            "urn:mogambo:problem:invalid-request",
            "The request is not valid.",
            StatusCodes.Status400BadRequest,
            "Correct the members named in errors and send the request again.")
        { Errors = errors });

    public static Problem InvalidRequest(string field, string error) =>
        InvalidRequest(new Dictionary<string, IReadOnlyList<string>> { [field] = [error] });

    public static Problem KeyInQuery(string parameter) => new(
        new ProblemBody(
            "urn:mogambo:problem:invalid-request",
            "An API key does not belong into the address.",
            StatusCodes.Status400BadRequest,
            "Send the key in the header Authorization: Bearer, and replace it: addresses are written to logs.")
        { Errors = new Dictionary<string, IReadOnlyList<string>> { [parameter] = ["must not be sent in the query string"] } });

    public static Problem Unauthorized() => Problem.Of(
        "unauthorized", "There is no valid API key.", StatusCodes.Status401Unauthorized, "Send a configured API key in the header Authorization: Bearer.");

    public static Problem MistypedKey() => Problem.Of(
        "unauthorized",
        "The API key is mistyped.",
        StatusCodes.Status401Unauthorized,
        "Copy the whole key again: its last characters do not fit the others.");

    public static Problem ScopeNotGranted(string scope) => Problem.Of(
        "forbidden",
        "The API key may not grant this.",
        StatusCodes.Status403Forbidden,
        $"A key grants only scopes that it has itself; this one lacks {scope}.");

    public static Problem ApiKeyConfigured() => Problem.Of(
        "api-key-configured",
        "The key stands in the configuration.",
        StatusCodes.Status409Conflict,
        "Remove it from ApiKeys of its account in the configuration and restart: only keys made by API can be revoked by API.");

    public static Problem SecretsUnavailable(string detail) => Problem.Of(
        "secrets-unavailable", "The secret cannot be stored.", StatusCodes.Status409Conflict, detail);

    public static Problem RateLimited(TimeSpan wait) => new(new ProblemBody(
        "urn:mogambo:problem:rate-limited",
        "The API key sends too many requests.",
        StatusCodes.Status429TooManyRequests,
        "Send the request again after the time in Retry-After, or raise RequestsPerSecond of the key."))
    { RetryAfter = wait < TimeSpan.FromSeconds(1) ? TimeSpan.FromSeconds(1) : wait };

    public static Problem Forbidden() => Problem.Of(
        "forbidden", "The API key may not do this.", StatusCodes.Status403Forbidden, "Use a key whose scopes include this request, or add the scope to the key.");

    public static Problem NotFound() => Problem.Of(
        "not-found", "There is no such thing.", StatusCodes.Status404NotFound, "Check the address and the id; ids belong to one account.");

    public static Problem PhoneNumberNotFound() => Problem.Of(
        "phone-number-not-found", "That is no number of this account.", StatusCodes.Status404NotFound, "Use the phone number id of one of the account's numbers.");

    public static Problem MethodNotAllowed() => Problem.Of(
        "method-not-allowed", "The method is not allowed here.", StatusCodes.Status405MethodNotAllowed, "Use one of the methods in the header Allow.");

    public static Problem UnsupportedMediaType() => Problem.Of(
        "unsupported-media-type",
        "The body's type or encoding is not supported.",
        StatusCodes.Status415UnsupportedMediaType,
        "Send the body as plain JSON without Content-Encoding.");

    public static Problem PayloadTooLarge() => Problem.Of(
        "payload-too-large", "The body is too large.", StatusCodes.Status413PayloadTooLarge, "Send less at once.");

    public static Problem ReplayFailed(string reason, string detail) => new(
        new ProblemBody("urn:mogambo:problem:replay-failed", "The dead letter failed again.", StatusCodes.Status422UnprocessableEntity, detail)
        { Reason = reason });

    /// <summary>Callers come again after 1 or 2 seconds, not all in the same one.</summary>
    public static Problem StorageUnavailable() => WithRetry(Problem.Of(
        "storage-unavailable",
        "Storage cannot be reached.",
        StatusCodes.Status503ServiceUnavailable,
        "Nothing was lost or half done; send the request again after the time in Retry-After."));

    public static Problem BeingSent() => WithRetry(Problem.Of(
        "being-sent",
        "A message to the person is being sent.",
        StatusCodes.Status503ServiceUnavailable,
        "What waited is canceled, the rest is erased as soon as the message's outcome is there: send the request again after the time in Retry-After."));

    public static Problem IntakeFull() => WithRetry(Problem.Of(
        "intake-full",
        "Too much is being taken in at once.",
        StatusCodes.Status503ServiceUnavailable,
        "Send the request again after the time in Retry-After."));

    public static Problem Unexpected(string traceId) => new(
        new ProblemBody(
            "urn:mogambo:problem:internal-error",
            "Something went wrong inside Mogambo.",
            StatusCodes.Status500InternalServerError,
            "Try again; if it stays, look for the trace id in Mogambo's logs.")
        { TraceId = traceId });

    /// <summary>The problem for a status that was answered without a body.</summary>
    public static Problem ForStatus(int status) => status switch
    {
        StatusCodes.Status401Unauthorized => Unauthorized(),
        StatusCodes.Status403Forbidden => Forbidden(),
        StatusCodes.Status404NotFound => NotFound(),
        StatusCodes.Status405MethodNotAllowed => MethodNotAllowed(),
        StatusCodes.Status413PayloadTooLarge => PayloadTooLarge(),
        StatusCodes.Status415UnsupportedMediaType => UnsupportedMediaType(),
        _ => Problem.Of("invalid-request", "The request is not valid.", status, "The request could not be read; check its address, headers and body."),
    };

    private static Problem WithRetry(Problem problem) =>
        new(problem.Body) { RetryAfter = TimeSpan.FromSeconds(Random.Shared.Next(1, 3)) };
}

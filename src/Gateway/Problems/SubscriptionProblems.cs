namespace Mogambo.Gateway.Problems;

/// <summary>The problems of subscriptions and of the feed.</summary>
internal static class SubscriptionProblems
{
    public static Problem UrlNotAllowed(string problem) => new(
        new ProblemBody(
            "urn:mogambo:problem:url-not-allowed",
            "Events cannot go to this address.",
            StatusCodes.Status422UnprocessableEntity,
            $"The url {problem}.")
        { Errors = new Dictionary<string, IReadOnlyList<string>> { ["url"] = [problem] } });

    public static Problem Configured() => Problem.Of(
        "configured-subscription",
        "The subscription stands in the configuration.",
        StatusCodes.Status409Conflict,
        "Change it in Mogambo:Accounts:n:Subscriptions and restart; by API it can be resumed, replayed and tested.");

    public static Problem TooMany(int max) => Problem.Of(
        "too-many-subscriptions",
        "The account has as many subscriptions as it may.",
        StatusCodes.Status409Conflict,
        $"An account has at most {max}: delete one that is not used, or put more events into one.");

    public static Problem NoMasterKey() => Problem.Of(
        "secrets-not-kept",
        "There is no key to store secrets with.",
        StatusCodes.Status409Conflict,
        "Set Mogambo:MasterKeyFile, or put the subscription with its secret into the configuration.");

    public static Problem FeedIsOff() => Problem.Of(
        "event-feed-off",
        "The account's events are not kept.",
        StatusCodes.Status409Conflict,
        "Make a subscription, or set \"EventFeed\": true for the account: from then on its events stand in the feed.");

    public static Problem TooManyStreams() => new(
        Problem.Of(
            "rate-limited",
            "Too many streams are open.",
            StatusCodes.Status429TooManyRequests,
            "Close a stream, or poll GET /v1/events with the last cursor.").Body)
    { RetryAfter = TimeSpan.FromSeconds(15) };
}

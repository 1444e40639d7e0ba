namespace Mogambo.Gateway.Problems;

/// <summary>Problems with files and the instance that keeps them.</summary>
internal static class MediaProblems
{
    public static Problem TooLarge(string type, long limit) => Problem.Of(
        "payload-too-large",
        "The file is too large.",
        StatusCodes.Status413PayloadTooLarge,
        $"WhatsApp takes at most {limit / (1024 * 1024)} MB of {type}: send a smaller file, or as another type.");

    public static Problem NumberUnavailable(string detail) => Problem.Of(
        "number-unavailable", "The number cannot be used.", StatusCodes.Status409Conflict, detail);

    public static Problem InstanceRefused(int code, string message) => new(new ProblemBody(
        "urn:mogambo:problem:instance-refused",
        "The instance refused the request.",
        StatusCodes.Status422UnprocessableEntity,
        "See instance_error for WhatsApp's own words, correct the request and send it again.")
    { InstanceError = new InstanceError(code, message) });

    public static Problem InstanceFailed(string detail) => Problem.Of(
        "instance-failed", "The instance did not do it.", StatusCodes.Status502BadGateway, $"{detail} Try again; if it stays, check the number's BaseUrl.");
}

using Mogambo.Gateway.Problems;

namespace Mogambo.Gateway.OptIns;

/// <summary>The problems of opt-ins and of the links to them.</summary>
internal static class OptInProblems
{
    public static Problem InTheFuture() => Problem.Of(
        "opt-in-invalid",
        "Nobody decided in the future.",
        StatusCodes.Status422UnprocessableEntity,
        "Send in at when the user decided, in UTC or with an offset, or leave it out: then it is now.");

    public static Problem InvalidNumber(string reason) => Problem.Of(
        "invalid-phone-number", "That is no phone number.", StatusCodes.Status422UnprocessableEntity, reason);

    public static Problem NoDisplayNumber(string number) => Problem.Of(
        "display-phone-number-missing",
        "The number itself is not configured.",
        StatusCodes.Status409Conflict,
        $"Set DisplayPhoneNumber, the digits users write to, at number {number} of the account (Mogambo:Accounts:n:Numbers:n:DisplayPhoneNumber).");

    public static Problem UnknownImportType() => Problem.Of(
        "unsupported-media-type",
        "The body's type or encoding is not supported.",
        StatusCodes.Status415UnsupportedMediaType,
        "Send CSV with a header as text/csv, or a JSON object a line as application/x-ndjson, in UTF-8 without Content-Encoding.");
}

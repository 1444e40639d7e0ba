using System.Text.Json;
using System.Text.Json.Nodes;
using Mogambo.Messages;
using Mogambo.Sending;
using Mogambo.Templates;
using Mogambo.WhatsApp.Templates;

namespace Mogambo.Gateway.Problems;

/// <summary>Why a message is not taken (contract section 3).</summary>
internal static class SendProblems
{
    public static Problem InvalidPhoneNumber(string reason) => Problem.Of(
        "invalid-phone-number",
        "That can be no phone number.",
        StatusCodes.Status422UnprocessableEntity,
        $"Write the number with its country code, such as +14155550123. {reason}");

    public static Problem NeedsPhoneNumber() => Problem.Of(
        "invalid-phone-number",
        "An authentication template needs a phone number.",
        StatusCodes.Status422UnprocessableEntity,
        "WhatsApp does not send authentication templates to business-scoped user ids (131062): send it to the user's phone number.");

    public static Problem NotOnWhatsApp() => Problem.Of(
        "not-on-whatsapp",
        "The number is not on WhatsApp.",
        StatusCodes.Status422UnprocessableEntity,
        "WhatsApp says that nobody uses this number: reach the person another way, or ask for the right number.");

    public static Problem TemplateNotFound(TemplateId template, IReadOnlyList<string> languages) => new(
        new ProblemBody(
            "urn:mogambo:problem:template-not-found",
            "There is no such template.",
            StatusCodes.Status404NotFound,
            languages.Count > 0
                ? $"{template.Name} does not exist in {template.Language}, and WhatsApp falls back to no other: use one of languages."
                : "Check the template's name; GET /v1/templates lists them.")
        {
            Own = new JsonObject { ["languages"] = Texts(languages) },
        });

    public static Problem TemplateParameters(IReadOnlyList<ParameterProblem> problems) => new(
        new ProblemBody(
            "urn:mogambo:problem:template-parameters",
            "The parameters do not fit the template.",
            StatusCodes.Status422UnprocessableEntity,
            "Give every placeholder named in errors the value it asks for, and no others.")
        {
            Errors = problems
                .GroupBy(problem => problem.Placeholder, StringComparer.Ordinal)
                .ToDictionary(group => group.Key, IReadOnlyList<string> (group) => [.. group.Select(problem => $"{problem.Rule}: {problem.Message}")]),
        });

    public static Problem TemplateNotApproved(SendRefusal.TemplateNotApproved refusal) => new(
        new ProblemBody(
            "urn:mogambo:problem:template-not-approved",
            "The template may not be sent.",
            StatusCodes.Status409Conflict,
            $"Use an approved template, or wait until {refusal.Template.Name} is approved in {refusal.Template.Language}.")
        {
            Own = new JsonObject { ["template_status"] = JsonNamingPolicy.SnakeCaseLower.ConvertName(refusal.Status.ToString()), ["reason"] = refusal.Reason },
        });

    public static Problem NotOptedIn(DateTimeOffset? optedOutAt) => new(
        new ProblemBody(
            "urn:mogambo:problem:not-opted-in",
            optedOutAt is null ? "The user has not opted in." : "The user has opted out.",
            StatusCodes.Status409Conflict,
            "Record the user's opt-in with PUT /v1/contacts/{number}/opt-in once you have it; free-form messages need only an open window.")
        {
            Own = new JsonObject { ["opted_out_at"] = Time(optedOutAt) },
        });

    public static Problem WindowClosed(DateTimeOffset? closedAt, IReadOnlyList<string> templates) => new(
        new ProblemBody(
            "urn:mogambo:problem:window-closed",
            "The customer service window is closed.",
            StatusCodes.Status409Conflict,
            "Send a template, or set if_window_closed to a template or to \"park\": free-form messages may go for 24 hours after the user's last message.")
        {
            Own = new JsonObject { ["closed_at"] = Time(closedAt), ["templates"] = Texts(templates) },
        });

    public static Problem NumberUnavailable(MessageError error) => new(
        new ProblemBody(
            "urn:mogambo:problem:number-unavailable",
            "The business number can send nothing now.",
            StatusCodes.Status409Conflict,
            error.Advice ?? "Look at the number in WhatsApp Manager, then send again or use another number.")
        {
            Own = new JsonObject { ["code"] = error.Code, ["reason"] = error.Title },
        });

    public static Problem TooManyWaiting(int limit) => new(
        Problem.Of(
            "rate-limited",
            "Too many messages of this conversation wait.",
            StatusCodes.Status429TooManyRequests,
            $"{limit} messages to this user wait already: send again after the time in Retry-After.").Body)
    { RetryAfter = TimeSpan.FromSeconds(10) };

    public static Problem TooLate() => Problem.Of(
        "too-late",
        "The message can no longer be changed.",
        StatusCodes.Status409Conflict,
        "Look at the message's status: only what is not claimed yet can be canceled, and only what is unknown can be resolved.");

    private static JsonValue? Time(DateTimeOffset? at) => at is { } time ? JsonValue.Create(Json.UtcTimeConverter.Format(time)) : null;

    private static JsonArray Texts(IReadOnlyList<string> texts) => [.. texts.Select(text => JsonValue.Create(text))];
}

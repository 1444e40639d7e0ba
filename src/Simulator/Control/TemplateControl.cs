using System.Text.Json;
using Microsoft.AspNetCore.Http.Features;
using Mogambo.Simulator.Graph;
using Mogambo.Simulator.Templates;

namespace Mogambo.Simulator.Control;

/// <summary>Decides about templates as WhatsApp's reviewers would, with the webhook.</summary>
internal sealed class TemplateControl(TemplateBook templates, TemplateReview review)
{
    private static readonly string[] Decisions = ["approve", "reject", "pause", "unpause", "disable", "category", "quality"];
    private static readonly string[] Categories = ["MARKETING", "UTILITY", "AUTHENTICATION"];
    private static readonly string[] Qualities = ["GREEN", "YELLOW", "RED", "UNKNOWN"];

    public Task ListAsync(HttpContext http) => ControlAnswer.WriteAsync(http, json =>
    {
        json.WriteStartArray();
        foreach (var template in templates.All)
        {
            template.WriteKept(json);
        }

        json.WriteEndArray();
    });

    /// <summary>
    /// The decision is part of the address. Bodies: of reject <c>{"reason":"INVALID_FORMAT"}</c>; of category
    /// <c>{"category":"MARKETING","announce":true}</c>, without <c>announce</c> at once; of quality <c>{"score":"RED"}</c>.
    /// </summary>
    public async Task DecideAsync(HttpContext http)
    {
        var (id, decision) = ((string)http.Request.RouteValues["id"]!, (string)http.Request.RouteValues["decision"]!);
        if (templates.Find(id) is not { } template)
        {
            await ControlAnswer.WrongAsync(http, $"There is no template with id {id}.", StatusCodes.Status404NotFound);
            return;
        }

        var isEmpty = http.Request.ContentLength is 0 || http.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody == false;
        using var body = isEmpty ? JsonDocument.Parse("{}") : await RequestBody.ReadObjectAsync(http.Request, http.RequestAborted);
        if (body is null)
        {
            await ControlAnswer.WrongAsync(http, "The body is not a JSON object.");
            return;
        }

        try
        {
            if (!Decide(template, decision, body.RootElement, http.Request.Query["reason"].ToString()))
            {
                await ControlAnswer.WrongAsync(http, "The template changed meanwhile; look again and decide again.", StatusCodes.Status409Conflict);
                return;
            }
        }
        catch (FormatException wrong)
        {
            await ControlAnswer.WrongAsync(http, wrong.Message);
            return;
        }

        await ControlAnswer.WriteAsync(http, (templates.Find(id) ?? template).WriteKept);
    }

    private bool Decide(Template template, string decision, JsonElement body, string reason) => decision switch
    {
        "approve" => review.Approve(template),
        "reject" => review.Reject(template, OneOf(TemplateNotice.Reasons, "reason", TextOf(body, "reason") ?? (reason.Length > 0 ? reason : "INVALID_FORMAT"))),
        "pause" => review.Pause(template),
        "unpause" => template.Status == "PAUSED" ? review.Unpause(template) : throw new FormatException("The template is not paused."),
        "disable" => review.Disable(template),
        "quality" => review.Rate(template, OneOf(Qualities, "score", TextOf(body, "score"))),
        "category" when body.TryGetProperty("announce", out var announce) && announce.ValueKind == JsonValueKind.True =>
            review.AnnounceCategory(template, OneOf(Categories, "category", TextOf(body, "category"))),
        "category" => review.Recategorise(template, OneOf(Categories, "category", TextOf(body, "category"))),
        _ => throw new FormatException($"What can be decided is {string.Join(", ", Decisions)}, not '{decision}'."),
    };

    private static string OneOf(string[] words, string name, string? value) => value is not null && words.Contains(value)
        ? value
        : throw new FormatException($"{name} is one of {string.Join(", ", words)}.");

    private static string? TextOf(JsonElement body, string name) =>
        body.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}

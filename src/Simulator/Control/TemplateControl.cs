using Mogambo.Simulator.Templates;

namespace Mogambo.Simulator.Control;

/// <summary>Decides about templates as Meta's reviewers would, with the webhook.</summary>
internal sealed class TemplateControl(TemplateBook templates)
{
    public Task DecideAsync(HttpContext http)
    {
        var (id, decision) = ((string)http.Request.RouteValues["id"]!, (string)http.Request.RouteValues["decision"]!);
        if (templates.Find(id) is not { } template)
        {
            return ControlAnswer.WrongAsync(http, $"There is no template with id {id}.", StatusCodes.Status404NotFound);
        }

        var status = decision switch
        {
            "approve" => "APPROVED",
            "reject" => "REJECTED",
            "pause" => "PAUSED",
            "disable" => "DISABLED",
            _ => null,
        };
        if (status is null)
        {
            return ControlAnswer.WrongAsync(http, $"A template can be approved, rejected, paused or disabled (approve, reject, pause, disable), not '{decision}'.");
        }

        var reason = http.Request.Query["reason"].ToString();
        templates.Decide(template, status, reason.Length > 0 ? reason : status == "REJECTED" ? "INVALID_FORMAT" : "NONE");
        return ControlAnswer.WriteAsync(http, template.Write);
    }
}

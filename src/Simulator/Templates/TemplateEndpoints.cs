using System.Text.Json;
using Mogambo.Simulator.Accounts;
using Mogambo.Simulator.Graph;

namespace Mogambo.Simulator.Templates;

/// <summary>Template management (fact sheet 12.1).</summary>
internal sealed class TemplateEndpoints(TemplateBook templates, TemplateReview review)
{
    private const int DefaultPage = 25;
    private const int LargestPage = 1000;

    public async Task CreateAsync(HttpContext http, Account account)
    {
        using var body = await RequestBody.ReadObjectAsync(http.Request, http.RequestAborted);
        if (body is null)
        {
            await GraphError.Of(100, "The body is not a JSON object.").WriteAsync(http.Response);
            return;
        }

        var (template, error) = TemplateRules.Create(body.RootElement, account, templates);
        if (template is null)
        {
            await error!.WriteAsync(http.Response);
            return;
        }

        await review.SubmitAsync(template);
        await http.Response.WriteJsonAsync(200, template, static (json, made) =>
        {
            json.WriteStartObject();
            json.WriteString("id", made.Id);
            json.WriteString("status", "PENDING");
            json.WriteString("category", made.Category);
            json.WriteEndObject();
        });
    }

    public Task ListAsync(HttpContext http, Account account)
    {
        var query = http.Request.Query;
        var found = templates.Of(account)
            .Where(template => Matches(query["name"], template.Name) && Matches(query["language"], template.Language)
                && Matches(query["status"], template.Status) && Matches(query["category"], template.Category))
            .ToList();
        var limit = int.TryParse(query["limit"], out var wanted) ? Math.Clamp(wanted, 1, LargestPage) : DefaultPage;
        var after = query["after"].ToString();
        var start = after.Length == 0 ? 0 : found.FindIndex(template => template.Id == after) + 1;
        if (after.Length > 0 && start == 0)
        {
            return GraphError.Of(131059, "The paging cursor is not valid.").WriteAsync(http.Response);
        }

        var page = found.Skip(start).Take(limit).ToList();
        var next = start + page.Count < found.Count
            ? $"{http.Request.Scheme}://{http.Request.Host}{http.Request.Path}?limit={limit}&after={page[^1].Id}"
            : null;
        return http.Response.WriteJsonAsync(200, (page, next), WritePage);
    }

    public async Task DeleteAsync(HttpContext http, Account account)
    {
        var (name, id) = (http.Request.Query["name"].ToString(), http.Request.Query["hsm_id"].ToString());
        var gone = templates.Of(account).Where(template => template.Name == name && (id.Length == 0 || template.Id == id)).ToList();
        if (gone.Count == 0)
        {
            await GraphError.Of(100, $"Message template {name} was not found.").WriteAsync(http.Response);
            return;
        }

        gone.ForEach(templates.Remove);
        await http.Response.WriteSuccessAsync();
    }

    public static Task ReadAsync(HttpContext http, Template template) =>
        http.Response.WriteJsonAsync(200, template, static (json, found) => found.Write(json));

    /// <summary>An edit replaces the components as a whole and sends the template back into review (fact sheet 12.3).</summary>
    public async Task EditAsync(HttpContext http, Template template)
    {
        using var body = await RequestBody.ReadObjectAsync(http.Request, http.RequestAborted);
        var (edited, wrong) = body is null ? (null, GraphError.Of(100, "The body is not a JSON object.")) : TemplateRules.Edit(body.RootElement, template);
        if (edited is null)
        {
            await wrong!.WriteAsync(http.Response);
            return;
        }

        await (review.Resubmit(template, edited)
            ? http.Response.WriteSuccessAsync()
            : GraphError.Of(100, "The template was changed by someone else.").WriteAsync(http.Response));
    }

    /// <summary>Ends a pause before its time (fact sheet 12.1).</summary>
    public Task UnpauseAsync(HttpContext http, Template template)
    {
        var isDone = template.Status == "PAUSED" && review.Unpause(template);
        return http.Response.WriteJsonAsync(200, isDone, static (json, success) =>
        {
            json.WriteStartObject();
            json.WriteBoolean("success", success);
            if (!success)
            {
                json.WriteString("reason", "The template is not paused.");
            }

            json.WriteEndObject();
        });
    }

    private static bool Matches(string? wanted, string value) =>
        string.IsNullOrEmpty(wanted) || wanted.Equals(value, StringComparison.OrdinalIgnoreCase);

    private static void WritePage(Utf8JsonWriter json, (List<Template> Page, string? Next) answer)
    {
        json.WriteStartObject();
        json.WriteStartArray("data");
        foreach (var template in answer.Page)
        {
            template.Write(json);
        }

        json.WriteEndArray();
        if (answer.Page.Count > 0)
        {
            json.WriteStartObject("paging");
            json.WriteStartObject("cursors");
            json.WriteString("before", answer.Page[0].Id);
            json.WriteString("after", answer.Page[^1].Id);
            json.WriteEndObject();
            if (answer.Next is not null)
            {
                json.WriteString("next", answer.Next);
            }

            json.WriteEndObject();
        }

        json.WriteEndObject();
    }
}

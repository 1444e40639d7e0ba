using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace Mogambo.EndToEnd.Tests.Sending;

/// <summary>The API as a business calls it.</summary>
internal static class ApiCalls
{
    public static async Task<(HttpStatusCode Status, JsonElement Body, HttpResponseHeaders Headers)> CallAsync(
        this MogamboProcess mogambo, HttpMethod method, string path, object? body = null, string? idempotencyKey = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        if (idempotencyKey is not null)
        {
            request.Headers.Add("Idempotency-Key", idempotencyKey);
        }

        using var response = await mogambo.Api.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return (response.StatusCode, text.Length == 0 ? default : JsonDocument.Parse(text).RootElement, response.Headers);
    }

    /// <summary>Calls it and expects an answer; returns its body.</summary>
    public static async Task<JsonElement> ExpectAsync(
        this MogamboProcess mogambo, HttpStatusCode expected, HttpMethod method, string path, object? body = null, string? idempotencyKey = null)
    {
        var (status, answer, _) = await mogambo.CallAsync(method, path, body, idempotencyKey);
        Assert.True(expected == status, $"{method} {path}: {(int)status} {(answer.ValueKind == JsonValueKind.Undefined ? "" : answer.GetRawText())}");
        return answer;
    }

    public static async Task ExpectProblemAsync(
        this MogamboProcess mogambo, HttpStatusCode expected, string problem, HttpMethod method, string path, object? body = null)
    {
        var answer = await mogambo.ExpectAsync(expected, method, path, body);
        Assert.Equal($"urn:mogambo:problem:{problem}", answer.GetProperty("type").GetString());
    }

    public static string Text(this JsonElement json, string member) => json.GetProperty(member).GetString()!;

    /// <summary>Creates a template and has it approved.</summary>
    public static async Task<string> ApprovedTemplateAsync(this MogamboSystem system, string name, string body, string example, string category = "UTILITY")
    {
        await system.Mogambo.ExpectAsync(HttpStatusCode.Created, HttpMethod.Post, "/v1/templates", new
        {
            name,
            language = "en",
            category,
            components = new object[] { new { type = "BODY", text = body, example = new { body_text = new[] { new[] { example } } } } },
        });
        await system.Mogambo.ExpectAsync(HttpStatusCode.Accepted, HttpMethod.Post, $"/v1/templates/{name}/en/submit");
        var id = await system.TemplateIdAsync(name);
        await system.DecideAsync(id, "approve");
        await system.TemplateIsAsync(name, "approved");
        return id;
    }

    /// <summary>WhatsApp's id of a template, once the instance has given one.</summary>
    public static async Task<string> TemplateIdAsync(this MogamboSystem system, string name)
    {
        string? id = null;
        await Eventually.TrueAsync($"{name} is submitted", async () =>
        {
            var template = await system.Mogambo.GetAsync($"/v1/templates/{name}/en");
            id = template.TryGetProperty("id", out var given) ? given.GetString() : null;
            return id is not null;
        });
        return id!;
    }

    public static Task TemplateIsAsync(this MogamboSystem system, string name, string status) => Eventually.TrueAsync(
        $"{name} is {status}", async () => (await system.Mogambo.GetAsync($"/v1/templates/{name}/en")).Text("status") == status);

    public static object TemplateTo(string to, string name, params string[] parameters) =>
        new { to, type = "template", template = new { name, language = "en", parameters = new { body = parameters } } };
}

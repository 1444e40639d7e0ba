using System.Net;
using System.Text;
using System.Text.Json;
using Mogambo.Accounts;
using Mogambo.Gateway.Tests.TestKit;
using Mogambo.Storage.Templates;
using Mogambo.Templates;
using Mogambo.WhatsApp.Templates;

namespace Mogambo.Gateway.Tests.Templates;

/// <summary>Section 5 of the contract, address by address.</summary>
public sealed class TemplateEndpointTests : IAsyncLifetime
{
    private const string Components = """[{"type":"BODY","text":"Hello {{1}}, your order is on its way to you now.","example":{"body_text":[["Ana"]]}}]""";
    private const string Body = """{"name":"order_update","language":"en-US","category":"utility","components":""" + Components + "}";

    private GatewayHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await GatewayHost.StartAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task A_template_is_written_as_a_draft()
    {
        using var response = await SendAsync(HttpMethod.Post, "/v1/templates", Body);

        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        Assert.Equal("/v1/templates/order_update/en_US", response.Headers.Location!.ToString());
        Assert.Equal("draft", (await JsonAsync(response)).GetProperty("status").GetString());
        var draft = Assert.IsType<TemplateDraft>(Assert.Single(_host.Grains.Template("order_update").Bodies));
        Assert.Equal(("en_US", TemplateCategory.Utility, Components), (draft.Language, draft.Category, Encoding.UTF8.GetString(draft.Components)));
    }

    [Theory]
    [InlineData("", "body")]
    [InlineData("[]", "body")]
    [InlineData("{", "body")]
    [InlineData("""{"name":"a","name":"b"}""", "body")]
    [InlineData("""{"name":"a","language":"en","category":"UTILITY","components":[{"type":"BODY","text":"\ud800"}]}""", "body")]
    [InlineData("""{"language":"en","category":"UTILITY","components":[]}""", "name")]
    [InlineData("""{"name":"a","language":"en","category":"SPAM","components":[]}""", "category")]
    [InlineData("""{"name":"a","language":"en","category":"UTILITY","components":{}}""", "components")]
    [InlineData("""{"name":"a","language":"en","category":"UTILITY","components":[1]}""", "components")]
    [InlineData("""{"name":1,"language":"en","category":"UTILITY","components":[]}""", "name")]
    [InlineData("""{"name":"a","language":"en","category":"UTILITY","components":[],"extra":1}""", "extra")]
    [InlineData("""{"name":"a","language":"en","category":"UTILITY","components":[],"parameter_format":"x"}""", "parameter_format")]
    [InlineData("""{"name":"a","language":"en","category":"UTILITY","components":[],"message_send_ttl_seconds":1.5}""", "message_send_ttl_seconds")]
    public async Task A_body_that_is_wrong_names_its_member(string body, string member)
    {
        using var response = await SendAsync(HttpMethod.Post, "/v1/templates", body);

        await AssertProblemAsync(response, HttpStatusCode.BadRequest, "invalid-request", ("errors", member));
        Assert.Empty(_host.Grains.Template("a").Asked);
    }

    [Fact]
    public async Task Broken_rules_are_told_by_component_with_their_limit()
    {
        _host.Grains.Template("order_update").Reply = new TemplateReply.Invalid([new("body", "body-too-long", "Shorten it.", 1024)]);

        using var response = await SendAsync(HttpMethod.Post, "/v1/templates", Body);

        var problem = await AssertProblemAsync(response, HttpStatusCode.UnprocessableEntity, "template-invalid", ("errors", "body"));
        var error = problem.GetProperty("errors").GetProperty("body")[0];
        Assert.Equal(("body-too-long", 1024), (error.GetProperty("rule").GetString(), error.GetProperty("limit").GetInt32()));
    }

    [Fact]
    public async Task A_name_that_no_template_can_have_is_a_broken_rule()
    {
        using var response = await SendAsync(HttpMethod.Post, "/v1/templates", Body.Replace("order_update", "Order/Update", StringComparison.Ordinal));

        await AssertProblemAsync(response, HttpStatusCode.UnprocessableEntity, "template-invalid", ("errors", "name"));
    }

    [Theory]
    [InlineData(TemplateRefusal.Exists, "template-exists")]
    [InlineData(TemplateRefusal.NotEditable, "template-not-editable")]
    [InlineData(TemplateRefusal.NotSubmittable, "template-not-submittable")]
    [InlineData(TemplateRefusal.NotDeletable, "template-not-deletable")]
    [InlineData(TemplateRefusal.StatusIsReported, "template-status-reported")]
    [InlineData(TemplateRefusal.NoInstance, "no-cloud-number")]
    public async Task A_refusal_says_why_and_until_when(TemplateRefusal refusal, string name)
    {
        _host.Grains.Template("order_update").Reply = new TemplateReply.Refused(refusal, "Because.", new DateTimeOffset(2026, 11, 23, 0, 0, 0, TimeSpan.Zero));

        using var response = await SendAsync(HttpMethod.Put, "/v1/templates/order_update/en_US", """{"category":"MARKETING"}""");

        var problem = await AssertProblemAsync(response, HttpStatusCode.Conflict, name);
        Assert.Equal(("Because.", "2026-11-23T00:00:00Z"), (problem.GetProperty("detail").GetString(), problem.GetProperty("until").GetString()));
    }

    [Theory]
    [InlineData("POST", "/v1/templates/order_update/pt-BR/submit", "", "submit pt_BR")]
    [InlineData("PUT", "/v1/templates/order_update/pt_BR", """{"category":"MARKETING"}""", "edit pt_BR")]
    [InlineData("DELETE", "/v1/templates/order_update/pt_BR", "", "delete pt_BR")]
    [InlineData("DELETE", "/v1/templates/order_update", "", "delete ")]
    [InlineData("PUT", "/v1/templates/order_update/pt_BR/status", """{"status":"approved","reason":"seen"}""", "status pt_BR Approved seen")]
    public async Task Changes_go_to_the_template_and_say_whether_WhatsApp_is_still_to_answer(string method, string path, string body, string asked)
    {
        var template = _host.Grains.Template("order_update");
        using var done = await SendAsync(new(method), path, body);
        template.Reply = new TemplateReply.Done(FakeTemplate.Document, IsUnderWay: true);
        using var underWay = await SendAsync(new(method), path, body);
        template.Reply = new TemplateReply.Done(null, IsUnderWay: false);
        using var gone = await SendAsync(new(method), path, body);
        template.Reply = new TemplateReply.NotFound(["de"]);
        using var unknown = await SendAsync(new(method), path, body);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Accepted, HttpStatusCode.NoContent), (done.StatusCode, underWay.StatusCode, gone.StatusCode));
        Assert.All(template.Asked, call => Assert.Equal(asked, call));
        var problem = await AssertProblemAsync(unknown, HttpStatusCode.NotFound, "template-not-found");
        Assert.Equal("de", Assert.Single(problem.GetProperty("languages").EnumerateArray()).GetString());
    }

    [Theory]
    [InlineData("/v1/templates/order_update/en_US", "{}", "components")]
    [InlineData("/v1/templates/order_update/en_US", """{"category":"UTILITY","language":"de"}""", "language")]
    [InlineData("/v1/templates/order_update/en_US/status", """{"status":"deleted"}""", "status")]
    [InlineData("/v1/templates/order_update/en_US/status", "{}", "status")]
    public async Task A_change_that_is_wrong_names_its_member(string path, string body, string member)
    {
        using var response = await SendAsync(HttpMethod.Put, path, body);

        await AssertProblemAsync(response, HttpStatusCode.BadRequest, "invalid-request", ("errors", member));
    }

    [Fact]
    public async Task Templates_are_listed_by_name_and_language_and_shown()
    {
        await PublishAsync("b_template", "en", TemplateStatus.Approved);
        await PublishAsync("a_template", "pt_BR", TemplateStatus.Paused);
        await PublishAsync("a_template", "en", TemplateStatus.Approved);

        var first = await JsonAsync(await _host.GetAsync("/v1/templates?limit=2"));
        var second = await JsonAsync(await _host.GetAsync($"/v1/templates?limit=2&after={first.GetProperty("next").GetString()}"));
        var paused = await JsonAsync(await _host.GetAsync("/v1/templates?status=paused"));
        var all = await JsonAsync(await _host.GetAsync("/v1/templates/a_template"));
        var one = await JsonAsync(await _host.GetAsync("/v1/templates/a_template/pt-BR"));

        Assert.Equal(["a_template/en", "a_template/pt_BR"], Names(first));
        Assert.Equal(["b_template/en"], Names(second));
        Assert.Equal(JsonValueKind.Null, second.GetProperty("next").ValueKind);
        Assert.Equal(["a_template/pt_BR"], Names(paused));
        Assert.Equal(["a_template/en", "a_template/pt_BR"], Names(all));
        Assert.Equal("pt_BR", one.GetProperty("language").GetString());
    }

    [Fact]
    public async Task A_language_that_is_not_there_names_those_that_are()
    {
        await PublishAsync("a_template", "en", TemplateStatus.Approved);

        using var response = await _host.GetAsync("/v1/templates/a_template/de");
        using var foreign = await _host.GetAsync("/v1/templates/a_template/en", Some.OtherKey);

        var problem = await AssertProblemAsync(response, HttpStatusCode.NotFound, "template-not-found");
        Assert.Equal("en", Assert.Single(problem.GetProperty("languages").EnumerateArray()).GetString());
        Assert.Empty((await AssertProblemAsync(foreign, HttpStatusCode.NotFound, "template-not-found")).GetProperty("languages").EnumerateArray());
    }

    [Fact]
    public async Task A_preview_is_the_filled_template()
    {
        await PublishAsync("a_template", "en", TemplateStatus.Draft);

        using var filled = await SendAsync(HttpMethod.Post, "/v1/templates/a_template/en/preview", """{"parameters":{"body":["Joey"]}}""");
        using var wrong = await SendAsync(HttpMethod.Post, "/v1/templates/a_template/en/preview", "{}");

        Assert.Equal("Hello Joey, your order is on its way to you now.", (await JsonAsync(filled)).GetProperty("body").GetString());
        await AssertProblemAsync(wrong, HttpStatusCode.UnprocessableEntity, "template-parameters", ("errors", "body.1"));
    }

    [Theory]
    [InlineData("GET", "/v1/templates", "templates:read")]
    [InlineData("POST", "/v1/templates", "templates:write")]
    [InlineData("POST", "/v1/templates:sync", "templates:write")]
    [InlineData("PUT", "/v1/templates/a/en/status", "templates:approve")]
    public async Task Every_address_needs_its_scope(string method, string path, string scope)
    {
        await using var host = await GatewayHost.StartAsync(new()
        {
            ["Mogambo:Accounts:0:ApiKeys:3:Key"] = Some.KeyWithScope(scope),
            ["Mogambo:Accounts:0:ApiKeys:3:Scopes:0"] = scope,
        });

        using var without = await host.SendAsync(new(method), path, Some.KeyWithScope("messages:read"));
        using var with = await host.SendAsync(new(method), path, Some.KeyWithScope(scope));

        Assert.Equal(HttpStatusCode.Forbidden, without.StatusCode);
        Assert.NotEqual(HttpStatusCode.Forbidden, with.StatusCode);
        Assert.NotEqual(HttpStatusCode.Unauthorized, with.StatusCode);
    }

    [Fact]
    public async Task A_sync_tells_every_name_what_WhatsApp_has_of_it()
    {
        await PublishAsync("gone", "en", TemplateStatus.Approved);
        await PublishAsync("draft", "en", TemplateStatus.Draft);
        _host.Instance.Listing = new TemplateListing.Complete([Listed("new", "en"), Listed("new", "de")]);

        using var response = await SendAsync(HttpMethod.Post, "/v1/templates:sync", "");

        var counts = await JsonAsync(response);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal((2, 0, 1), (counts.GetProperty("created").GetInt32(), counts.GetProperty("changed").GetInt32(), counts.GetProperty("missing").GetInt32()));
        Assert.Empty(_host.Grains.Template("draft").Snapshots);
    }

    [Fact]
    public async Task A_list_that_fails_changes_nothing()
    {
        await PublishAsync("there", "en", TemplateStatus.Approved);

        using var response = await SendAsync(HttpMethod.Post, "/v1/templates:sync", "");
        using var nowhere = await _host.SendAsync(HttpMethod.Post, "/v1/templates:sync", Some.OnPremisesKey);

        await AssertProblemAsync(response, HttpStatusCode.BadGateway, "template-sync-failed");
        await AssertProblemAsync(nowhere, HttpStatusCode.Conflict, "no-cloud-number");
        Assert.Empty(_host.Grains.Template("there").Snapshots);
    }

    private static InstanceTemplate Listed(string name, string language) => new()
    {
        InstanceId = $"{name}-{language}",
        Id = new(name, language),
        Status = TemplateStatus.Approved,
        Category = TemplateCategory.Utility,
        Components = Encoding.UTF8.GetBytes(Components),
    };

    private static IEnumerable<string> Names(JsonElement page) =>
        page.GetProperty("data").EnumerateArray().Select(template => $"{template.GetProperty("name").GetString()}/{template.GetProperty("language").GetString()}");

    private Task<bool> PublishAsync(string name, string language, TemplateStatus status) => _host.Service<ITemplates>().PublishAsync(
        new()
        {
            Account = AccountId.Parse(Some.Account),
            Id = new(name, language),
            Status = status,
            Category = TemplateCategory.Utility,
            Shape = "x",
            Revision = 1,
            Document = Encoding.UTF8.GetBytes($$"""{"name":"{{name}}","language":"{{language}}","parameter_format":"positional","components":{{Components}}}"""),
        },
        []);

    private Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string body) =>
        _host.SendAsync(method, path, content: new StringContent(body, Encoding.UTF8, "application/json"));

    private static async Task<JsonElement> JsonAsync(HttpResponseMessage response) =>
        JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement;

    private static async Task<JsonElement> AssertProblemAsync(HttpResponseMessage response, HttpStatusCode status, string name, (string Member, string Name)? holds = null)
    {
        var problem = await JsonAsync(response);
        Assert.Equal(status, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal($"urn:mogambo:problem:{name}", problem.GetProperty("type").GetString());
        if (holds is { } member)
        {
            Assert.True(problem.GetProperty(member.Member).TryGetProperty(member.Name, out _), problem.GetRawText());
        }

        return problem;
    }
}

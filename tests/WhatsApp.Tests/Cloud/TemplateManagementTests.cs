using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using Mogambo.Templates;
using Mogambo.WhatsApp.Cloud;
using Mogambo.WhatsApp.Templates;

namespace Mogambo.WhatsApp.Tests.Cloud;

/// <summary>The calls about templates, byte by byte, and what their answers prove.</summary>
public sealed class TemplateManagementTests
{
    private const string Created = """{"id":"1627019861106475","status":"PENDING","category":"UTILITY"}""";

    private static readonly TemplateDefinition s_template = new()
    {
        Id = new("order_update", "pt_BR"),
        Category = TemplateCategory.Utility,
        Components = """[{"type":"BODY","text":"Ol\u00e1"}]"""u8.ToArray(),
        IsNamed = true,
        MessageSendTtlSeconds = 60,
    };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_template_is_created_at_its_account_with_the_number_s_token()
    {
        await using var server = new RawServer(exchange => exchange.RespondAsync(200, Created));

        var outcome = await Client().CreateAsync(CloudSetup.Number(server.Url), s_template, Cancellation);

        Assert.Equal(new TemplateCallOutcome.Accepted("1627019861106475", TemplateStatus.Pending, TemplateCategory.Utility), outcome);
        var (head, body) = Assert.Single(server.Requests);
        Assert.StartsWith("POST /v25.0/900/message_templates HTTP/1.1", head, StringComparison.Ordinal);
        Assert.Contains("Authorization: Bearer EAAtoken", head, StringComparison.Ordinal);
        using var json = JsonDocument.Parse(body);
        Assert.Equal(
            """{"name":"order_update","language":"pt_BR","category":"UTILITY","parameter_format":"named","components":[{"type":"BODY","text":"Ol\u00e1"}],"message_send_ttl_seconds":60}""",
            json.RootElement.GetRawText());
    }

    [Fact]
    public async Task WhatsApp_s_own_decision_and_category_are_told()
    {
        await using var server = new RawServer(exchange => exchange.RespondAsync(200, """{"id":"1","status":"approved","category":"MARKETING"}"""));

        var outcome = await Client().CreateAsync(CloudSetup.Number(server.Url), s_template, Cancellation);

        Assert.Equal(new TemplateCallOutcome.Accepted("1", TemplateStatus.Approved, TemplateCategory.Marketing), outcome);
    }

    [Theory]
    [InlineData(100, false)]
    [InlineData(80007, true)]
    [InlineData(2, true)]
    [InlineData(190, false)]
    public async Task An_error_with_a_code_is_a_refusal_whatever_the_status(int code, bool isPassing)
    {
        var error = $$$"""{"error":{"message":"(#{{{code}}}) Invalid","code":{{{code}}},"error_subcode":2388024,"error_user_msg":"There is already such content."} }""";
        await using var server = new RawServer(exchange => exchange.RespondAsync(500, error));

        var refused = Assert.IsType<TemplateCallOutcome.Refused>(await Client().CreateAsync(CloudSetup.Number(server.Url), s_template, Cancellation));

        Assert.Equal((code, $"There is already such content. ({code}, 2388024)", isPassing), (refused.Code, refused.Reason, refused.IsPassing));
    }

    [Theory]
    [InlineData(200, "")]
    [InlineData(200, "<html>")]
    [InlineData(200, "{}")]
    [InlineData(502, "Bad gateway")]
    [InlineData(500, """{"id":"1"}""")]
    public async Task Any_other_answer_proves_nothing(int status, string body)
    {
        await using var server = new RawServer(exchange => exchange.RespondAsync(status, body));

        Assert.IsType<TemplateCallOutcome.Unknown>(await Client().CreateAsync(CloudSetup.Number(server.Url), s_template, Cancellation));
    }

    [Fact]
    public async Task A_connection_that_breaks_after_the_request_leaves_the_outcome_unknown_and_is_not_tried_again()
    {
        await using var server = new RawServer(exchange =>
        {
            exchange.Reset();
            return Task.CompletedTask;
        });

        var outcome = await Client().CreateAsync(CloudSetup.Number(server.Url), s_template, Cancellation);

        Assert.IsType<TemplateCallOutcome.Unknown>(outcome);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task No_answer_in_time_leaves_the_outcome_unknown()
    {
        var time = new FakeTimeProvider();
        var arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = new RawServer(exchange =>
        {
            arrived.SetResult();
            return Task.Delay(Timeout.Infinite, exchange.Stop);
        });
        var call = Client(time).CreateAsync(CloudSetup.Number(server.Url), s_template, Cancellation);
        await arrived.Task;

        time.Advance(ITemplateManagement.CallDeadline);

        Assert.Equal(new TemplateCallOutcome.Unknown("no answer in time"), await call);
    }

    [Fact]
    public async Task Where_nobody_listens_nothing_was_asked()
    {
        var outcome = await Client().CreateAsync(CloudSetup.Number(new("http://127.0.0.1:1/v25.0")), s_template, Cancellation);

        Assert.True(Assert.IsType<TemplateCallOutcome.Refused>(outcome).IsPassing);
    }

    [Theory]
    [InlineData(true, """{"category":"UTILITY","components":[{"type":"BODY","text":"Ol\u00e1"}],"message_send_ttl_seconds":60}""")]
    [InlineData(false, """{"components":[{"type":"BODY","text":"Ol\u00e1"}],"message_send_ttl_seconds":60}""")]
    public async Task An_edit_replaces_the_components(bool withCategory, string body)
    {
        await using var server = new RawServer(exchange => exchange.RespondAsync(200, """{"success":true}"""));

        var outcome = await Client().EditAsync(CloudSetup.Number(server.Url), "77", s_template, withCategory, Cancellation);

        Assert.Equal(new TemplateCallOutcome.Accepted(null, null, null), outcome);
        var request = Assert.Single(server.Requests);
        Assert.StartsWith("POST /v25.0/77 HTTP/1.1", request.Head, StringComparison.Ordinal);
        Assert.Equal(body, request.Body);
    }

    [Theory]
    [InlineData(null, "DELETE /v25.0/900/message_templates?name=order_update HTTP/1.1")]
    [InlineData("77", "DELETE /v25.0/900/message_templates?name=order_update&hsm_id=77 HTTP/1.1")]
    public async Task A_name_is_deleted_or_one_language_of_it(string? id, string line)
    {
        await using var server = new RawServer(exchange => exchange.RespondAsync(200, """{"success":true}"""));

        Assert.IsType<TemplateCallOutcome.Accepted>(await Client().DeleteAsync(CloudSetup.Number(server.Url), "order_update", id, Cancellation));

        Assert.StartsWith(line, Assert.Single(server.Requests).Head, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_template_that_is_not_resumed_says_why()
    {
        await using var server = new RawServer(exchange => exchange.RespondAsync(200, """{"success":false,"reason":"Too early"}"""));

        var outcome = await Client().UnpauseAsync(CloudSetup.Number(server.Url), "77", Cancellation);

        Assert.Equal(new TemplateCallOutcome.Refused(0, "Too early", IsPassing: false), outcome);
        Assert.StartsWith("POST /v25.0/77/unpause HTTP/1.1", Assert.Single(server.Requests).Head, StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_pages_are_listed_by_cursor_and_never_by_the_address_that_an_answer_names()
    {
        await using var server = new RawServer(
            exchange => exchange.RespondAsync(
                200, """{"data":[{"id":"1","name":"a","language":"en","status":"APPROVED","category":"UTILITY","components":[{"type":"BODY"}],"quality_score":{"score":"green"}}],"paging":{"cursors":{"after":"c+1"},"next":"http://evil.example/"}}"""),
            exchange => exchange.RespondAsync(
                200, """{"data":[{"id":2,"name":"b","language":"pt_BR","status":"NEW_WORD","category":"MARKETING","parameter_format":"NAMED","rejected_reason":"NONE"},{"broken":1}],"paging":{"cursors":{"after":"c2"}}}"""));

        var complete = Assert.IsType<TemplateListing.Complete>(await Client().ListAsync(CloudSetup.Number(server.Url), null, Cancellation));

        Assert.Equal(["1 a/en Approved Utility GREEN False", "2 b/pt_BR  Marketing  True"], complete.Templates.Select(template =>
            $"{template.InstanceId} {template.Id} {template.Status} {template.Category} {template.Quality} {template.IsNamed}"));
        Assert.Equal(2, server.Requests.Count);
        Assert.Contains("&after=c%2B1 HTTP/1.1", server.Requests.Last().Head, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(400, """{"error":{"code":190,"message":"expired"}}""", "expired (190)")]
    [InlineData(502, "", "HTTP 502")]
    [InlineData(200, "{}", "HTTP 200")]
    public async Task A_list_of_which_a_page_failed_is_none(int status, string body, string reason)
    {
        await using var server = new RawServer(
            exchange => exchange.RespondAsync(200, """{"data":[],"paging":{"cursors":{"after":"c1"},"next":"x"}}"""),
            exchange => exchange.RespondAsync(status, body));

        var failed = Assert.IsType<TemplateListing.Failed>(await Client().ListAsync(CloudSetup.Number(server.Url), null, Cancellation));

        Assert.Contains(reason, failed.Reason, StringComparison.Ordinal);
    }

    private static TemplateManagement Client(TimeProvider? time = null) =>
        new(new(WhatsAppClientRegistration.Handler(new())) { Timeout = Timeout.InfiniteTimeSpan }, time ?? TimeProvider.System);
}

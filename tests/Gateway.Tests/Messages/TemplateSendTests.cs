using System.Text;
using System.Text.Json;
using Mogambo.Accounts;
using Mogambo.Gateway.Tests.TestKit;
using Mogambo.Messages;
using Mogambo.Sending;
using Mogambo.Storage.Idempotency;
using Mogambo.Templates;

namespace Mogambo.Gateway.Tests.Messages;

/// <summary>Sends from a template: found once, filled, handed to the conversation.</summary>
public sealed class TemplateSendTests(SendingHost sending) : IClassFixture<SendingHost>
{
    private const string Parameters = ""","parameters":{"body":["Joey"]}""";
    private const string Components = ""","components":[{"type":"body","parameters":[{"type":"text","text":"Joey"}]}]""";

    [Theory]
    [InlineData("\"en\"", Parameters)]
    [InlineData("""{"code":"en"}""", Components)]
    [InlineData("""{"code":"en","policy":"deterministic"}""", Parameters + ""","parameter_format":"positional" """)]
    public async Task A_template_is_filled_and_shown(string language, string parameters)
    {
        var template = Add(TemplateCategory.Marketing);
        var user = Some.User();

        using var response = await sending.PostAsync(Body(user, template, parameters, language));

        var answer = await SendingHost.JsonAsync(response, 202);
        Assert.Equal(("template", "Hi Joey, welcome!"), (answer.GetProperty("type").GetString(), answer.GetProperty("preview").GetString()));
        var sent = Assert.Single(sending.Conversation(user).Sends);
        Assert.Equal((template, "marketing"), (sent.Template!.Value.Template, sent.TemplateCategory));
        Assert.Equal("template", sent.Content.Type);
        using var content = JsonDocument.Parse(sent.Content.Json);
        Assert.Equal(template.Name, content.RootElement.GetProperty("template").GetProperty("name").GetString());
    }

    [Fact]
    public async Task A_template_may_reply_to_a_message()
    {
        var template = Add();
        var user = Some.User();

        using var response = await sending.PostAsync(Body(user, template, Parameters, more: ""","context":{"message_id":"wamid.x"}"""));

        await SendingHost.JsonAsync(response, 202);
        using var content = JsonDocument.Parse(Assert.Single(sending.Conversation(user).Sends).Content.Json);
        Assert.Equal("wamid.x", content.RootElement.GetProperty("context").GetProperty("message_id").GetString());
        Assert.Equal("template", content.RootElement.GetProperty("type").GetString());
    }

    [Theory]
    [InlineData("", "body.1", "missing")]
    [InlineData(""","parameters":{"body":["Joey","Ross"]}""", "body.2", "superfluous")]
    [InlineData(""","parameters":{"body":["a\nb"]}""", "body.1", "line-break")]
    [InlineData(Parameters + ""","parameter_format":"named" """, "parameter_format", "wrong-kind")]
    [InlineData(Parameters + ""","message_send_ttl_seconds":600""", "message_send_ttl_seconds", "wrong-kind")]
    public async Task Parameters_that_do_not_fit_are_422_and_named(string parameters, string placeholder, string rule)
    {
        var user = Some.User();

        using var response = await sending.PostAsync(Body(user, Add(), parameters));

        var problem = await SendingHost.ProblemAsync(response, 422, "template-parameters");
        Assert.StartsWith(rule, problem.GetProperty("errors").GetProperty(placeholder)[0].GetString(), StringComparison.Ordinal);
        Assert.Empty(sending.Conversation(user).Sends);
    }

    [Fact]
    public async Task A_campaign_reads_its_template_once()
    {
        var template = Add();
        var before = sending.Templates.Reads;

        for (var n = 0; n < 5; n++)
        {
            using var response = await sending.PostAsync(Body(Some.User(), template, Parameters));
            await SendingHost.JsonAsync(response, 202);
        }

        Assert.Equal(before + 1, sending.Templates.Reads);
    }

    [Fact]
    public async Task A_template_that_was_remembered_is_read_again_when_its_parameters_no_longer_fit()
    {
        var template = Add();
        using var first = await sending.PostAsync(Body(Some.User(), template, Parameters));
        sending.Templates.Add(template.Name, "Hi {{1}}, your code is {{2}} now.");

        using var second = await sending.PostAsync(Body(Some.User(), template, ""","parameters":{"body":["Joey","5"]}"""));

        Assert.Equal("Hi Joey, your code is 5 now.", (await SendingHost.JsonAsync(second, 202)).GetProperty("preview").GetString());
    }

    [Fact]
    public async Task A_template_that_the_conversation_finds_changed_is_read_again()
    {
        var template = Add();
        var user = Some.User();
        using var first = await sending.PostAsync(Body(Some.User(), template, Parameters));
        sending.Conversation(user).Reply = request =>
        {
            sending.Conversation(user).Reply = new FakeConversation().Reply;
            sending.Templates.Add(template.Name, "Dear {{1}}, welcome back!");
            return new SendReply.Refused(new SendRefusal.TemplateChanged(template));
        };

        using var response = await sending.PostAsync(Body(user, template, Parameters));

        Assert.Equal("Dear Joey, welcome back!", (await SendingHost.JsonAsync(response, 202)).GetProperty("preview").GetString());
        Assert.Equal(2, sending.Conversation(user).Sends.Count);
    }

    [Theory]
    [InlineData(true, "template", "Hi Joey, welcome!")]
    [InlineData(false, "text", null)]
    public async Task A_template_may_go_instead_where_the_window_is_closed(bool usedFallback, string type, string? preview)
    {
        var template = Add();
        var user = Some.User();
        sending.Conversation(user).Reply = _ =>
            new SendReply.Taken(MessageId.NewOutbound(TimeProvider.System.GetUtcNow()), MessagePhase.Queued, null, usedFallback);

        using var response = await sending.PostAsync(SendingHost.Text(
            user, $$$""","if_window_closed":{"template":{"name":"{{{template.Name}}}","language":"en"{{{Parameters}}}}}"""));

        var answer = await SendingHost.JsonAsync(response, 202);
        Assert.Equal((type, preview), (answer.GetProperty("type").GetString(), answer.GetProperty("preview").GetString()));
        var sent = Assert.Single(sending.Conversation(user).Sends);
        Assert.Equal(("text", IfWindowClosed.SendTemplate), (sent.Content.Type, sent.IfWindowClosed));
        Assert.Null(sent.Template);
        Assert.Equal(("template", template, "utility"), (sent.Fallback!.Type, sent.FallbackTemplate!.Value.Template, sent.FallbackCategory));
    }

    [Fact]
    public async Task A_repeat_shows_the_preview_again()
    {
        var template = Add();
        var user = Some.User();
        var body = Body(user, template, Parameters);
        var message = await sending.StoreAsync(user, MessagePhase.Queued, "template");
        sending.Keys.Used.Add(new IdempotencyKey(
            AccountId.Parse(Some.Account), "messages", template.Name, System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(body)), message, 202));

        using var response = await sending.PostAsync(body, template.Name);

        Assert.Equal("Hi Joey, welcome!", (await SendingHost.JsonAsync(response, 202)).GetProperty("preview").GetString());
    }

    private TemplateId Add(TemplateCategory category = TemplateCategory.Utility) =>
        sending.Templates.Add($"t{Some.User()}", "Hi {{1}}, welcome!", category);

    private static string Body(Mogambo.Conversations.UserId user, TemplateId template, string parameters, string language = "\"en\"", string more = "") =>
        $$$"""{"to":"{{{user}}}","from":"{{{Some.Number}}}","type":"template","template":{"name":"{{{template.Name}}}","language":{{{language}}}{{{parameters}}}}{{{more}}}}""";
}

using Mogambo.Gateway.Tests.TestKit;
using Mogambo.Messages;
using Mogambo.Sending;
using Mogambo.Storage;
using Mogambo.Templates;

namespace Mogambo.Gateway.Tests.Messages;

/// <summary>Each rule that stands against a send has its problem, which says what to do instead (contract section 3).</summary>
public sealed class SendRefusalTests(SendingHost sending) : IClassFixture<SendingHost>
{
    private static readonly DateTimeOffset At = new(2026, 11, 20, 9, 30, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("999")]
    [InlineData("main")]
    [InlineData(Some.OtherNumber)]
    public async Task A_number_that_is_not_the_accounts_is_404(string from)
    {
        using var response = await sending.PostAsync($$$"""{"to":"{{{FakeLookup.Invalid}}}","from":"{{{from}}}","type":"text","text":{"body":"hi"}}""");

        await SendingHost.ProblemAsync(response, 404, "phone-number-not-found");
    }

    [Theory]
    [InlineData(FakeLookup.Invalid, "invalid-phone-number")]
    [InlineData(FakeLookup.NotOnWhatsApp, "not-on-whatsapp")]
    public async Task A_user_who_cannot_be_reached_is_422_before_any_template_is_looked_at(string to, string name)
    {
        using var response = await sending.PostAsync(
            $$$"""{"to":"{{{to}}}","from":"{{{Some.Number}}}","type":"template","template":{"name":"nowhere","language":"en"}}""");

        await SendingHost.ProblemAsync(response, 422, name);
    }

    [Fact]
    public async Task A_template_that_does_not_exist_in_the_language_is_404_and_names_the_languages_that_do()
    {
        sending.Templates.Add("greeting", "Hello!", language: "pt_BR");
        sending.Templates.Add("greeting", "Hello!", language: "de");

        using var response = await sending.PostAsync(Template("greeting"));
        using var fallback = await sending.PostAsync(SendingHost.Text(
            Some.User(), ""","if_window_closed":{"template":{"name":"nowhere","language":{"code":"en"}}}"""));

        var problem = await SendingHost.ProblemAsync(response, 404, "template-not-found");
        Assert.Equal(["de", "pt_BR"], problem.GetProperty("languages").EnumerateArray().Select(language => language.GetString()));
        Assert.Equal("[]", (await SendingHost.ProblemAsync(fallback, 404, "template-not-found")).GetProperty("languages").GetRawText());
    }

    [Fact]
    public async Task Anothers_template_does_not_exist()
    {
        sending.Templates.Add("theirs", "Hello!", account: Some.OtherAccount);

        using var response = await sending.PostAsync(Template("theirs"));

        Assert.Equal("[]", (await SendingHost.ProblemAsync(response, 404, "template-not-found")).GetProperty("languages").GetRawText());
    }

    [Fact]
    public async Task An_authentication_template_needs_a_phone_number()
    {
        sending.Templates.Add("login_code", "Your code", TemplateCategory.Authentication);

        using var response = await sending.PostAsync(Template("login_code", "US.1234567890"));

        await SendingHost.ProblemAsync(response, 422, "invalid-phone-number");
    }

    [Fact]
    public async Task A_closed_window_is_409_and_suggests_templates()
    {
        sending.Templates.Add("suggested", "Hello!");

        var closed = await RefusedAsync(new SendRefusal.WindowClosed(At), 409, "window-closed");
        var never = await RefusedAsync(new SendRefusal.WindowClosed(null), 409, "window-closed");

        Assert.Equal("2026-11-20T09:30:00Z", closed.GetProperty("closed_at").GetString());
        Assert.Contains("suggested", closed.GetProperty("templates").EnumerateArray().Select(name => name.GetString()));
        Assert.Equal("null", never.GetProperty("closed_at").GetRawText());
    }

    [Fact]
    public async Task A_closed_window_suggests_at_most_20_templates_each_once()
    {
        for (var n = 0; n < 25; n++)
        {
            sending.Templates.Add($"a{n:00}", "Hello!", account: Some.OtherAccount);
            sending.Templates.Add($"a{n:00}", "Hello!", account: Some.OtherAccount, language: "de");
        }

        var user = Some.User();
        sending.Conversation(user, Some.OtherNumber).Reply = _ => new SendReply.Refused(new SendRefusal.WindowClosed(null));
        using var response = await sending.PostAsync($$$"""{"to":"{{{user}}}","type":"text","text":{"body":"hi"}}""", key: Some.OtherKey);

        var names = (await SendingHost.ProblemAsync(response, 409, "window-closed")).GetProperty("templates").EnumerateArray().Select(name => name.GetString()).ToList();
        Assert.Equal(20, names.Count);
        Assert.Equal(names.Distinct(), names);
    }

    [Fact]
    public async Task A_user_who_has_not_opted_in_is_409()
    {
        var out_ = await RefusedAsync(new SendRefusal.NotOptedIn(At), 409, "not-opted-in");
        var never = await RefusedAsync(new SendRefusal.NotOptedIn(null), 409, "not-opted-in");

        Assert.Equal("2026-11-20T09:30:00Z", out_.GetProperty("opted_out_at").GetString());
        Assert.Equal("null", never.GetProperty("opted_out_at").GetRawText());
    }

    [Theory]
    [InlineData(TemplateStatus.Paused, "paused")]
    [InlineData(TemplateStatus.InAppeal, "in_appeal")]
    [InlineData(TemplateStatus.PendingDeletion, "pending_deletion")]
    [InlineData(TemplateStatus.LimitExceeded, "limit_exceeded")]
    public async Task A_template_that_is_not_approved_is_409_and_says_how_it_stands(TemplateStatus status, string word)
    {
        var problem = await RefusedAsync(new SendRefusal.TemplateNotApproved(new("x", "en"), status, "LOW_QUALITY"), 409, "template-not-approved");

        Assert.Equal(word, problem.GetProperty("template_status").GetString());
        Assert.Equal("LOW_QUALITY", problem.GetProperty("reason").GetString());
    }

    [Fact]
    public async Task A_number_that_can_send_nothing_is_409() => await RefusedAsync(
        new SendRefusal.NumberUnavailable(new MessageError { Code = 190, Title = "Token expired", Advice = "Set a new token." }), 409, "number-unavailable");

    [Fact]
    public async Task A_template_that_is_gone_or_changed_by_now_is_refused_as_if_it_had_been_before()
    {
        await RefusedAsync(new SendRefusal.TemplateNotFound(new("gone", "en")), 404, "template-not-found");
        await RefusedAsync(new SendRefusal.TemplateChanged(new("changed", "en")), 422, "template-parameters");
    }

    [Fact]
    public async Task A_conversation_with_too_much_in_wait_is_429()
    {
        var user = Some.User();
        sending.Conversation(user).Reply = _ => new SendReply.Refused(new SendRefusal.TooManyWaiting(500));

        using var response = await sending.PostAsync(SendingHost.Text(user));

        await SendingHost.ProblemAsync(response, 429, "rate-limited");
        Assert.NotNull(response.Headers.RetryAfter);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_send_whose_outcome_is_not_known_is_503_and_invites_no_blind_repeat(bool hangs)
    {
        var user = Some.User();
        sending.Conversation(user).Behave = hangs
            ? () => new TaskCompletionSource().Task
            : () => throw new StorageUnavailableException("it broke");

        using var response = await sending.PostAsync(SendingHost.Text(user, ""","reference":"order-1" """));

        var problem = await SendingHost.ProblemAsync(response, 503, "storage-unavailable");
        Assert.Contains("reference", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Null(response.Headers.RetryAfter);
    }

    private static string Template(string name, string? to = null) =>
        $$$"""{"to":"{{{to ?? Some.User().Value}}}","from":"{{{Some.Number}}}","type":"template","template":{"name":"{{{name}}}","language":"en"}}""";

    private async Task<System.Text.Json.JsonElement> RefusedAsync(SendRefusal refusal, int status, string name)
    {
        var user = Some.User();
        sending.Conversation(user).Reply = _ => new SendReply.Refused(refusal);

        using var response = await sending.PostAsync(SendingHost.Text(user));

        return await SendingHost.ProblemAsync(response, status, name);
    }
}

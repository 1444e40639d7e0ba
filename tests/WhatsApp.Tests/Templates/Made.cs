using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Mogambo.Templates;
using Mogambo.WhatsApp.Templates;

namespace Mogambo.WhatsApp.Tests.Templates;

/// <summary>Templates as tests need them; what a test does not name is right.</summary>
internal static class Made
{
    /// <summary>The product's own example.</summary>
    public const string TrainingPlan =
        "Hi {{1}}! Thanks for starting your personal training plan. We'll send you a {{2}} update with your new schedule. "
        + "You can log-in online using your training ID {{3}}. Stay fit!";

    /// <summary>Enough words for two variables.</summary>
    public const string Words = "one two three four five";

    public static TemplateDefinition Template(params string[] components) => new()
    {
        Id = new("training_plan", "en"),
        Category = TemplateCategory.Utility,
        Components = Encoding.UTF8.GetBytes($"[{string.Join(',', components)}]"),
    };

    public static TemplateDefinition Named(params string[] components) => Template(components) with { IsNamed = true };

    public static TemplateDefinition Code(params string[] components) =>
        Template(components) with { Category = TemplateCategory.Authentication };

    public static TemplateDefinition CodeTemplate(string footer = "{\"type\":\"FOOTER\",\"code_expiration_minutes\":10}", string otp = "\"otp_type\":\"COPY_CODE\"") => Code(
        "{\"type\":\"BODY\",\"add_security_recommendation\":true}", footer, Buttons($"{{\"type\":\"OTP\",\"text\":\"Copy\",{otp}}}"));

    public static string Body(string text, params string[] examples) =>
        $"{{\"type\":\"BODY\",\"text\":{Text(text)},\"example\":{{\"body_text\":[[{string.Join(',', examples.Select(Text))}]]}}}}";

    public static string NamedBody(string text, params string[] names) =>
        $"{{\"type\":\"BODY\",\"text\":{Text(text)},\"example\":{{\"body_text_named_params\":[{NamedExamples(names)}]}}}}";

    public static string Header(string text, params string[] examples) =>
        $"{{\"type\":\"HEADER\",\"format\":\"TEXT\",\"text\":{Text(text)},\"example\":{{\"header_text\":[{string.Join(',', examples.Select(Text))}]}}}}";

    public static string Media(string format) => $"{{\"type\":\"HEADER\",\"format\":\"{format}\",\"example\":{{\"header_handle\":[\"4::abc\"]}}}}";

    public static string Footer(string text) => $"{{\"type\":\"FOOTER\",\"text\":{Text(text)}}}";

    public static string Buttons(params IEnumerable<string> buttons) => $"{{\"type\":\"BUTTONS\",\"buttons\":[{string.Join(',', buttons)}]}}";

    public static string Reply(string text = "Stop") => $"{{\"type\":\"QUICK_REPLY\",\"text\":{Text(text)}}}";

    public static string Url(string url, string? example = null) =>
        $"{{\"type\":\"URL\",\"text\":\"See\",\"url\":{Text(url)}{(example is null ? "" : $",\"example\":[{Text(example)}]")}}}";

    public static string Phone(string number = "+15550100200") => $"{{\"type\":\"PHONE_NUMBER\",\"text\":\"Call\",\"phone_number\":{Text(number)}}}";

    public static string Coupon(string example = "SAVE10") => $"{{\"type\":\"COPY_CODE\",\"example\":{Text(example)}}}";

    public static string Flow() => "{\"type\":\"FLOW\",\"text\":\"Book\",\"flow_id\":\"7\"}";

    public static string Offer(string text = "Sale", bool expires = true) =>
        $"{{\"type\":\"LIMITED_TIME_OFFER\",\"limited_time_offer\":{{\"text\":{Text(text)},\"has_expiration\":{(expires ? "true" : "false")}}}}}";

    public static string Carousel(params IEnumerable<string> cards) => $"{{\"type\":\"CAROUSEL\",\"cards\":[{string.Join(',', cards)}]}}";

    public static string Card(params string[] components) => $"{{\"components\":[{string.Join(',', components)}]}}";

    public static string PlainCard() => Card(Media("IMAGE"), Buttons(Reply()));

    public static string Repeated(string text, int length) => new StringBuilder().Insert(0, text, length).ToString();

    public static string Text(string text) => JsonValue.Create(text).ToJsonString();

    public static JsonElement Element(string json) => JsonElement.Parse(json);

    private static string NamedExamples(string[] names) =>
        string.Join(',', names.Select(name => $"{{\"param_name\":\"{name}\",\"example\":\"x\"}}"));
}

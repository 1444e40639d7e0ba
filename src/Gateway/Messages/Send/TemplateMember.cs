using System.Text.Json;
using Mogambo.Gateway.Messages.Forms;
using Mogambo.Gateway.Problems;
using Mogambo.Templates;
using static Mogambo.Gateway.Messages.Forms.Rules;

namespace Mogambo.Gateway.Messages.Send;

/// <summary>The member <c>template</c> of a send, in the contract's form or with the Cloud API's <c>components</c>. Lives as long as its document.</summary>
/// <param name="Parameters">The parameters' object, the components' array, or null for none.</param>
/// <param name="IsNamed">What the caller takes the template's parameters for, if it says so.</param>
/// <param name="TtlSeconds">How long the caller believes WhatsApp tries to deliver it, if it says so.</param>
internal sealed record TemplateMember(TemplateId Id, JsonElement? Parameters, bool? IsNamed, int? TtlSeconds)
{
    // WhatsApp's longest time to live is 30 days; -1 is another word for it (fact sheet 12.3).
    private const int LongestTtlSeconds = 2_592_000;

    public static readonly Rule Rule = Object(
        ("name", Required(Line(512))),
        ("language", Required(new LanguageRule())),
        ("parameters", OrNull(AnyObject)),
        ("components", OrNull(List(AnyObject, 20, 0))),
        ("parameter_format", OrNull(OneOf("positional", "named"))),
        ("message_send_ttl_seconds", OrNull(new TtlRule()))) with
    { Also = HasOneKindOfParameters };

    /// <summary>Reads what keeps the <see cref="Rule"/>.</summary>
    public static TemplateMember Read(JsonElement template)
    {
        var language = template.GetProperty("language");
        return new(
            new TemplateId(
                template.GetProperty("name").GetString()!,
                // WhatsApp's code has an underscore; people also write pt-BR.
                (language.ValueKind == JsonValueKind.Object ? language.GetProperty("code") : language).GetString()!.Replace('-', '_')),
            template.Given("parameters") ?? template.Given("components"),
            template.Given("parameter_format")?.GetString() switch { "named" => true, "positional" => false, _ => null },
            template.Given("message_send_ttl_seconds")?.GetInt32());
    }

    private static void HasOneKindOfParameters(JsonElement template, string path, FieldErrors errors)
    {
        if (template.Given("parameters") is not null && template.Given("components") is not null)
        {
            errors.Add($"{path}.components", "must not stand beside parameters");
        }
    }

    private sealed record LanguageRule : Rule
    {
        private static readonly Rule Code = Line(16);
        private static readonly Rule CloudApi = Object(("code", Required(Code)), ("policy", OneOf("deterministic")));

        public override void Check(JsonElement value, string path, FieldErrors errors) =>
            (value.ValueKind == JsonValueKind.Object ? CloudApi : Code).Check(value, path, errors);
    }

    private sealed record TtlRule : Rule
    {
        public override void Check(JsonElement value, string path, FieldErrors errors)
        {
            if (value.ValueKind != JsonValueKind.Number || !value.TryGetInt32(out var seconds) || seconds is not (-1 or (>= 30 and <= LongestTtlSeconds)))
            {
                errors.Add(path, $"must be a whole number from 30 to {LongestTtlSeconds}, or -1");
            }
        }
    }
}

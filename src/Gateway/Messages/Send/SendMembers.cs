using System.Text.Json;
using Mogambo.Gateway.Messages.Forms;
using Mogambo.Gateway.Problems;
using static Mogambo.Gateway.Messages.Forms.Rules;

namespace Mogambo.Gateway.Messages.Send;

/// <summary>The members that a send may have (contract section 3), each judged for itself.</summary>
internal static class SendMembers
{
    public const string Template = "template";

    public static readonly IReadOnlyList<string> Types = [Template, .. FreeForms.ByType.Keys.Order(StringComparer.Ordinal)];

    public static readonly Rule Rule = new ObjectRule(
    [
        ("to", Required(Line(160))),
        ("from", OrNull(Line(64))),
        ("type", Required(OneOf([.. Types]))),
        ("context", OrNull(FreeForms.Context)),
        ("send_at", OrNull(Time())),
        ("reference", OrNull(Line(1024))),
        ("on_unknown", OrNull(OneOf("hold", "resend"))),
        ("if_window_closed", OrNull(new IfWindowClosedRule())),
        ("expires_at", OrNull(Time())),
        (Template, TemplateMember.Rule),
        .. FreeForms.ByType.Select(type => (type.Key, type.Value)),
    ]);

    private sealed record IfWindowClosedRule : Rule
    {
        private static readonly Rule Instead = Object((Template, Required(TemplateMember.Rule)));

        public override void Check(JsonElement value, string path, FieldErrors errors)
        {
            if (value.ValueKind == JsonValueKind.Object)
            {
                Instead.Check(value, path, errors);
            }
            else if (value.ValueKind != JsonValueKind.String || value.GetString() is not ("reject" or "park"))
            {
                errors.Add(path, "must be \"reject\", \"park\" or {\"template\": {…}}");
            }
        }
    }
}

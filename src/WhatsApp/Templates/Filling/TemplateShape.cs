using System.Text;
using Mogambo.Templates;
using Mogambo.WhatsApp.Templates.Components;

namespace Mogambo.WhatsApp.Templates.Filling;

/// <summary>
/// What a template asks for as a short text, such as <c>h:image b#3 u@1</c>: the header's kind, the number of positional or the names of
/// named parameters (<c>b=code,name</c>), buttons that take something with their places, and so for each card.
/// </summary>
internal static class TemplateShape
{
    public static string Of(TemplateDefinition template, TemplateContent content)
    {
        if (template.Category == TemplateCategory.Authentication)
        {
            return $"code{string.Concat(CodeButtons(content).Select(index => $" u@{index}"))}";
        }

        var shape = new StringBuilder();
        Add(shape, content, template.IsNamed);
        return shape.ToString();
    }

    /// <summary>The buttons of an authentication template that get its code.</summary>
    public static IEnumerable<int> CodeButtons(TemplateContent content) =>
        Enumerable.Range(0, content.Buttons.Count).Where(index => content.Buttons[index] is { Type: "OTP" } or { HasDynamicUrl: true });

    private static void Add(StringBuilder shape, TemplateContent content, bool isNamed)
    {
        if (content.Header is { } header)
        {
            AddPart(shape, header.ParameterKind is { } kind ? $"h:{kind}" : Variables('h', header.Text, isNamed));
        }

        AddPart(shape, Variables('b', content.Body, isNamed));
        for (var i = 0; i < content.Buttons.Count; i++)
        {
            AddPart(shape, ButtonKind.Of(content.Buttons[i]) is { } kind ? $"{kind.Sign}@{i}" : null);
        }

        AddPart(shape, content.OfferExpires ? "offer" : null);
        foreach (var type in content.OtherTypes.Order(StringComparer.Ordinal))
        {
            AddPart(shape, $"+{type.ToLowerInvariant()}");
        }

        if (content.Cards is { } cards)
        {
            AddPart(shape, $"cards#{cards.Count}");
            foreach (var card in cards)
            {
                shape.Append('[');
                Add(shape, card, isNamed);
                shape.Append(']');
            }
        }
    }

    private static void AddPart(StringBuilder shape, string? part)
    {
        if (part is not null)
        {
            shape.Append(shape.Length == 0 || shape[^1] == '[' ? "" : " ").Append(part);
        }
    }

    private static string? Variables(char component, TemplateText? text, bool isNamed) => text switch
    {
        null or { Variables.Count: 0 } => null,
        _ when isNamed => $"{component}={string.Join(',', text.Variables.Order(StringComparer.Ordinal))}",
        _ => $"{component}#{text.Variables.Count}",
    };
}

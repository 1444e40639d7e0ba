using System.Text.Json;
using Mogambo.WhatsApp.Json;

namespace Mogambo.WhatsApp.Templates.Components;

/// <summary>A header (fact sheet 12.2).</summary>
/// <param name="Format">WhatsApp's word in upper case: TEXT, IMAGE, VIDEO, DOCUMENT, LOCATION, PRODUCT.</param>
/// <param name="Text">With TEXT.</param>
internal sealed record TemplateHeader(string Format, TemplateText? Text, JsonElement Json)
{
    public bool IsMedia => Format is "IMAGE" or "VIDEO" or "DOCUMENT";

    /// <summary>What its parameter is called where it asks for something other than text, such as <c>image</c>; null where it does not.</summary>
    public string? ParameterKind => IsMedia || Format is "LOCATION" or "PRODUCT" ? Format.ToLowerInvariant() : null;

    public static TemplateHeader Of(JsonElement component, VariableStyle style)
    {
        var format = component.PeekText("format"u8)?.ToUpperInvariant() ?? "TEXT";
        return new(format, format == "TEXT" ? TemplateText.Of(component.PeekText("text"u8) ?? "", style) : null, component);
    }
}

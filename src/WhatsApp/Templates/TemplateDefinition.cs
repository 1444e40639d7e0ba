using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text.Encodings.Web;
using System.Text.Json;
using Mogambo.Templates;
using Mogambo.WhatsApp.Templates.Components;
using Mogambo.WhatsApp.Templates.Filling;

namespace Mogambo.WhatsApp.Templates;

/// <summary>A template as it is written: what a business creates and WhatsApp reviews (fact sheet 12.2).</summary>
public sealed record TemplateDefinition
{
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public required TemplateId Id { get; init; }

    public required TemplateCategory Category { get; init; }

    /// <summary>The components in the Cloud API's shape, JSON array bytes.</summary>
    public required byte[] Components { get; init; }

    /// <summary>Whether parameters have names instead of places.</summary>
    public bool IsNamed { get; init; }

    /// <summary>How long WhatsApp tries to deliver, seconds (fact sheet 12.3); -1 is 30 days, null WhatsApp's default.</summary>
    public int? MessageSendTtlSeconds { get; init; }

    /// <summary>
    /// Which parameters it asks for, as a short stable text; the same exactly when every set of parameters that fits one fits the other by
    /// form. How much room the text leaves for values is no part of it, so mending a word refuses no message that waits.
    /// </summary>
    public string Shape => TemplateShape.Of(this, TemplateContent.Of(this));

    /// <summary>Reads the body of <c>POST /v1/templates</c>: right members of the right types. WhatsApp's rules are <see cref="TemplateLinter"/>'s.</summary>
    /// <param name="errors">What is wrong, by path such as <c>components[0].text</c>; empty on success.</param>
    public static bool TryRead(
        JsonElement body,
        [NotNullWhen(true)] out TemplateDefinition? definition,
        out IReadOnlyDictionary<string, IReadOnlyList<string>> errors) => DefinitionReader.TryRead(body, null, out definition, out errors);

    /// <summary>
    /// Reads the body of an edit (<c>PUT</c>): like a creation's, but what it leaves out stays as it is in <paramref name="current"/>. A name
    /// or language, if given, must be the current ones.
    /// </summary>
    public static bool TryReadEdit(
        JsonElement body,
        TemplateDefinition current,
        [NotNullWhen(true)] out TemplateDefinition? definition,
        out IReadOnlyDictionary<string, IReadOnlyList<string>> errors) => DefinitionReader.TryRead(body, current, out definition, out errors);

    /// <summary>Reads back what <see cref="WriteTo"/> or <see cref="ToDocument"/> wrote; other members are ignored.</summary>
    /// <exception cref="FormatException">Not a template's document.</exception>
    public static TemplateDefinition FromDocument(ReadOnlySpan<byte> json) => DefinitionReader.FromDocument(json);

    /// <summary>Writes name, language, category, parameter_format, components and message_send_ttl_seconds into the object that the writer is in.</summary>
    public void WriteTo(Utf8JsonWriter json)
    {
        json.WriteString("name"u8, Id.Name);
        json.WriteString("language"u8, Id.Language);
        json.WriteString("category"u8, Word(Category));
        json.WriteString("parameter_format"u8, IsNamed ? "named"u8 : "positional"u8);
        json.WritePropertyName("components"u8);
        json.WriteRawValue(Components);
        if (MessageSendTtlSeconds is { } seconds)
        {
            json.WriteNumber("message_send_ttl_seconds"u8, seconds);
        }
    }

    /// <summary>A document with nothing but the definition, JSON object bytes.</summary>
    public byte[] ToDocument()
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer, Plain))
        {
            json.WriteStartObject();
            WriteTo(json);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>The category's word in our JSON: WhatsApp's in lower case.</summary>
    internal static string Word(TemplateCategory category) => category switch
    {
        TemplateCategory.Utility => "utility",
        TemplateCategory.Marketing => "marketing",
        TemplateCategory.Authentication => "authentication",
        _ => throw new ArgumentOutOfRangeException(nameof(category), category, "No such category."),
    };
}

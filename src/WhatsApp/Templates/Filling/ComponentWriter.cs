using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Mogambo.Templates;
using Mogambo.WhatsApp.Templates.Components;

namespace Mogambo.WhatsApp.Templates.Filling;

/// <summary>Writes the message that sends a template (fact sheet 8.4). Components without variables are left out.</summary>
internal sealed class ComponentWriter
{
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Utf8JsonWriter _json;
    private readonly bool _isNamed;

    private ComponentWriter(Utf8JsonWriter json, bool isNamed) => (_json, _isNamed) = (json, isNamed);

    public static byte[] Message(TemplateDefinition template, TemplateContent content, GivenParameters given)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer, Plain))
        {
            json.WriteStartObject();
            json.WriteString("type"u8, "template"u8);
            json.WriteStartObject("template"u8);
            json.WriteString("name"u8, template.Id.Name);
            json.WriteStartObject("language"u8);
            json.WriteString("code"u8, template.Id.Language);
            json.WriteEndObject();
            var components = Components(template, content, given);
            if (components.Length > 2)
            {
                json.WritePropertyName("components"u8);
                json.WriteRawValue(components.Span, skipInputValidation: true);
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static ReadOnlyMemory<byte> Components(TemplateDefinition template, TemplateContent content, GivenParameters given)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer, Plain))
        {
            json.WriteStartArray();
            var writer = new ComponentWriter(json, template.IsNamed);
            if (template.Category == TemplateCategory.Authentication)
            {
                writer.WriteCode(content, given);
            }
            else
            {
                writer.WriteAll(content, given);
            }

            json.WriteEndArray();
        }

        return buffer.WrittenMemory;
    }

    private void WriteAll(TemplateContent content, GivenParameters given)
    {
        WriteText("header", content.Header?.Text, given.Header);
        if (content.Header?.ParameterKind is not null)
        {
            Write("header", given.Header);
        }

        WriteText("body", content.Body, given.Body);
        for (var i = 0; i < content.Buttons.Count; i++)
        {
            if (given.Button(i).Items.Count > 0 && ButtonKind.Of(content.Buttons[i]) is { } kind)
            {
                WriteButton(i, kind.SubType, [.. given.Button(i).Items.Select(item => (Kind(kind, item!), item!))]);
            }
        }

        WriteOffer(given.Offer);
        WriteCards(content.Cards, given);
        foreach (var (_, component) in given.Others)
        {
            component.WriteTo(_json);
        }
    }

    // The parameters in the order of the variables, whatever order they were given in.
    private void WriteText(string type, TemplateText? text, GivenList given)
    {
        if (text is { Variables.Count: > 0 })
        {
            Write(type, _isNamed ? GivenList.Of(text.Variables.Select(name => given.Items.Find(item => item?.Name == name))) : given);
        }
    }

    private void Write(string type, GivenList given)
    {
        _json.WriteStartObject();
        _json.WriteString("type"u8, type);
        _json.WriteStartArray("parameters"u8);
        foreach (var item in given.Items.OfType<GivenParameter>())
        {
            WriteParameter(item.Kind, item);
        }

        _json.WriteEndArray();
        _json.WriteEndObject();
    }

    private static string Kind(ButtonKind kind, GivenParameter item) => kind.Parameter.Length > 0 ? kind.Parameter : item.Kind;

    private void WriteButton(int index, string subType, (string Kind, GivenParameter Parameter)[] parameters)
    {
        _json.WriteStartObject();
        _json.WriteString("type"u8, "button"u8);
        _json.WriteString("sub_type"u8, subType);
        _json.WriteString("index"u8, index.ToString(CultureInfo.InvariantCulture));
        _json.WriteStartArray("parameters"u8);
        foreach (var (kind, parameter) in parameters)
        {
            WriteParameter(kind, parameter);
        }

        _json.WriteEndArray();
        _json.WriteEndObject();
    }

    private void WriteParameter(string kind, GivenParameter parameter)
    {
        _json.WriteStartObject();
        _json.WriteString("type"u8, kind);
        if (_isNamed && parameter.Name is { } name)
        {
            _json.WriteString("parameter_name"u8, name);
        }

        if (kind == "action" && parameter.Json is null)
        {
            _json.WriteStartObject(kind);
            _json.WriteString("flow_token"u8, parameter.Text);
            _json.WriteEndObject();
        }
        else if (parameter.Value is { } value)
        {
            _json.WritePropertyName(kind);
            value.WriteTo(_json);
        }
        else
        {
            _json.WriteString(kind, parameter.Text);
        }

        _json.WriteEndObject();
    }

    private void WriteOffer(GivenList offer)
    {
        if (offer.Single is { Text: { } end })
        {
            _json.WriteStartObject();
            _json.WriteString("type"u8, "limited_time_offer"u8);
            _json.WriteStartArray("parameters"u8);
            _json.WriteStartObject();
            _json.WriteString("type"u8, "limited_time_offer"u8);
            _json.WriteStartObject("limited_time_offer"u8);
            _json.WriteNumber("expiration_time_ms"u8, long.Parse(end, NumberStyles.None, CultureInfo.InvariantCulture));
            _json.WriteEndObject();
            _json.WriteEndObject();
            _json.WriteEndArray();
            _json.WriteEndObject();
        }
    }

    private void WriteCards(IReadOnlyList<TemplateContent>? cards, GivenParameters given)
    {
        if (cards is null || given.Cards.Count == 0)
        {
            return;
        }

        _json.WriteStartObject();
        _json.WriteString("type"u8, "carousel"u8);
        _json.WriteStartArray("cards"u8);
        for (var i = 0; i < cards.Count; i++)
        {
            _json.WriteStartObject();
            _json.WriteNumber("card_index"u8, i);
            _json.WriteStartArray("components"u8);
            WriteAll(cards[i], given.Cards.GetValueOrDefault(i, GivenParameters.None));
            _json.WriteEndArray();
            _json.WriteEndObject();
        }

        _json.WriteEndArray();
        _json.WriteEndObject();
    }

    private void WriteCode(TemplateContent content, GivenParameters given)
    {
        var code = given.Body.Single!;
        Write("body", given.Body);
        foreach (var index in TemplateShape.CodeButtons(content))
        {
            WriteButton(index, "url", [("text", code)]);
        }
    }
}

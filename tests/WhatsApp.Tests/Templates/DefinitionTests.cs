using System.Text;
using System.Text.Json;
using CsCheck;
using Mogambo.Templates;
using Mogambo.WhatsApp.Templates;
using static Mogambo.WhatsApp.Tests.Templates.Made;

namespace Mogambo.WhatsApp.Tests.Templates;

public sealed class DefinitionTests
{
    private const string Components = "[{\"type\":\"BODY\",\"text\":\"Hello there\",\"unknown\":{\"x\":[1,null]}}]";

    [Fact]
    public void A_creation_body_is_read()
    {
        var read = Read($$"""
            {"name":"order_update","language":"pt-BR","category":"Utility","components":{{Components}},"parameter_format":"NAMED","message_send_ttl_seconds":60}
            """);

        Assert.Equal(new TemplateId("order_update", "pt_BR"), read.Id);
        Assert.Equal(TemplateCategory.Utility, read.Category);
        Assert.True(read.IsNamed);
        Assert.Equal(60, read.MessageSendTtlSeconds);
        Assert.Equal(Components, Encoding.UTF8.GetString(read.Components));
    }

    [Fact]
    public void What_may_be_left_out_has_WhatsApp_s_default()
    {
        var read = Read($$"""{"name":"a","language":"en","category":"AUTHENTICATION","components":{{Components}}}""");

        Assert.False(read.IsNamed);
        Assert.Null(read.MessageSendTtlSeconds);
        Assert.Equal(TemplateCategory.Authentication, read.Category);
    }

    [Theory]
    [InlineData("7", "$")]
    [InlineData("""{"name":"\ud800"}""", "$")]
    [InlineData("{}", "name", "language", "category", "components")]
    [InlineData("""{"name":1,"language":2,"category":3,"components":4,"parameter_format":5,"message_send_ttl_seconds":6.5}""",
        "name", "language", "category", "components", "parameter_format", "message_send_ttl_seconds")]
    [InlineData("""{"name":"a","language":"en","category":"sport","parameter_format":"odd","components":[]}""", "category", "parameter_format")]
    [InlineData("""{"name":"a","language":"en","category":"utility","components":[],"extra":1}""", "extra")]
    [InlineData("""{"name":"a","name":"b","language":"en","category":"utility","components":[]}""", "name")]
    [InlineData("""{"name":"a","language":"en","category":"utility","components":[7,{"text":1},{"type":"HEADER","format":2,"example":3}]}""",
        "components[0]", "components[1].type", "components[1].text", "components[2].format", "components[2].example")]
    [InlineData("""{"name":"a","language":"en","category":"utility","components":[{"type":"BUTTONS","buttons":[{"text":"x"},{"type":"URL","url":1}]}]}""",
        "components[0].buttons[0].type", "components[0].buttons[1].url")]
    [InlineData("""{"name":"a","language":"en","category":"utility","components":[{"type":"FOOTER","code_expiration_minutes":"10"},{"type":"BUTTONS","buttons":{}}]}""",
        "components[0].code_expiration_minutes", "components[1].buttons")]
    [InlineData("""{"name":"a","language":"en","category":"utility","components":[{"type":"CAROUSEL","cards":[{},{"components":[{}]}]}]}""",
        "components[0].cards[0].components", "components[0].cards[1].components[0].type")]
    public void What_is_wrong_is_named_by_its_path_all_at_once(string json, params string[] paths)
    {
        Assert.False(TemplateDefinition.TryRead(Element(json), out var definition, out var errors));

        Assert.Null(definition);
        Assert.Equal(paths.Order(), errors.Keys.Order());
        Assert.All(errors.Values, messages => Assert.All(messages, Assert.NotEmpty));
    }

    [Fact]
    public void An_edit_keeps_what_it_leaves_out()
    {
        var current = Named(NamedBody("one two {{a}} three.", "a")) with { MessageSendTtlSeconds = 60 };

        Assert.True(TemplateDefinition.TryReadEdit(Element("{\"message_send_ttl_seconds\":null,\"language\":\"en\"}"), current, out var edited, out _));

        Assert.Equal(current with { MessageSendTtlSeconds = null }, edited);
    }

    [Fact]
    public void An_edit_cannot_rename()
    {
        Assert.False(TemplateDefinition.TryReadEdit(Element("{\"name\":\"other\",\"language\":\"de\"}"), Template(), out _, out var errors));

        Assert.Equal(["language", "name"], errors.Keys.Order());
    }

    [Fact]
    public void A_definition_comes_back_from_its_document() =>
        Gen.Select(Gen.String, Gen.OneOf("en", "pt_BR"), Gen.OneOf(Enum.GetValues<TemplateCategory>()), Gen.Bool, Gen.Int.Nullable())
            .Where(made => !made.Item1.Any(char.IsSurrogate) && made.Item1.Length > 0)
            .Sample((name, language, category, named, ttl) =>
            {
                var template = Template(Body(name, name)) with
                {
                    Id = new(name, language),
                    Category = category,
                    IsNamed = named,
                    MessageSendTtlSeconds = ttl,
                };

                var back = TemplateDefinition.FromDocument(template.ToDocument());

                Assert.Equal(template.Components, back.Components);
                Assert.Equal(template with { Components = back.Components }, back);
            });

    [Fact]
    public void A_document_may_have_other_members()
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteString("status", "draft");
            Template(Body("Hello")).WriteTo(json);
            json.WriteEndObject();
        }

        Assert.Equal("training_plan", TemplateDefinition.FromDocument(stream.ToArray()).Id.Name);
    }

    [Fact]
    public void A_document_reads_as_the_API_shows_it() =>
        Assert.Equal(
            """{"name":"training_plan","language":"en","category":"utility","parameter_format":"positional","components":[{"type":"BODY","text":"Olá"}],"message_send_ttl_seconds":60}""",
            Encoding.UTF8.GetString((Template("{\"type\":\"BODY\",\"text\":\"Olá\"}") with { MessageSendTtlSeconds = 60 }).ToDocument()));

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{\"name\":\"a\"}")]
    [InlineData("{\"name\":\"a\",\"language\":\"en\",\"category\":\"odd\",\"components\":[]}")]
    [InlineData("{\"name\":\"a\",\"language\":\"en\",\"category\":\"utility\",\"components\":{}}")]
    [InlineData("{\"name\":\"a\",\"language\":\"en\",\"category\":\"utility\",\"components\":[],\"message_send_ttl_seconds\":99999999999}")]
    public void What_is_no_document_is_refused(string json) =>
        Assert.Throws<FormatException>(() => TemplateDefinition.FromDocument(Encoding.UTF8.GetBytes(json)));

    private static TemplateDefinition Read(string json)
    {
        Assert.True(TemplateDefinition.TryRead(Element(json), out var definition, out var errors), string.Join(' ', errors.Keys));
        return definition;
    }
}

using System.Text.Json;
using Mogambo.Gateway.Messages.Forms;
using Mogambo.Gateway.Problems;

namespace Mogambo.Gateway.Tests.Messages;

/// <summary>The limits of every free-form type but interactive ones (fact sheet 8.2): at the limit it passes, one beyond it does not.</summary>
public sealed class FreeFormTests
{
    private const string Link = "https://example.com/a";

    [Theory]
    [InlineData("text", "body", 4096)]
    [InlineData("image", "caption", 1024)]
    [InlineData("video", "caption", 1024)]
    [InlineData("document", "caption", 1024)]
    [InlineData("document", "filename", 240)]
    [InlineData("image", "id", 128)]
    [InlineData("location", "name", 1024)]
    [InlineData("location", "address", 1024)]
    [InlineData("reaction", "message_id", 512)]
    [InlineData("reaction", "emoji", 64)]
    public void A_text_is_as_long_as_the_limit_and_no_longer(string type, string member, int limit)
    {
        Assert.Empty(Errors(type, With(type, member, new string('x', limit))));
        Assert.Equal([$"{type}.{member}"], Errors(type, With(type, member, new string('x', limit + 1))));
    }

    [Theory]
    [InlineData("text", """{"body":"hi","preview_url":true}""")]
    [InlineData("image", """{"link":"https://example.com/a","caption":""}""")]
    [InlineData("audio", """{"id":"1","voice":true}""")]
    [InlineData("video", """{"id":"1"}""")]
    [InlineData("document", """{"id":"1","filename":"a.pdf","caption":"A"}""")]
    [InlineData("sticker", """{"link":"https://example.com/a"}""")]
    [InlineData("location", """{"latitude":-90,"longitude":180}""")]
    [InlineData("location", """{"latitude":"-15.79","longitude":"-47.88","name":"A","address":"B"}""")]
    [InlineData("reaction", """{"message_id":"wamid.x","emoji":""}""")]
    [InlineData("contacts", """[{"name":{"formatted_name":"Bia Lima","first_name":"Bia"},"phones":[{"phone":"+55 61 9","wa_id":"5561","type":"HOME"}],"emails":[{"email":"b@ex.org","type":"WORK"}],"addresses":[{"street":"","country_code":"br","type":"HOME"}],"org":{"company":"A"},"urls":[{"url":"https://ex.org","type":"WORK"}],"birthday":"1990-01-31"}]""")]
    public void What_WhatsApp_takes_passes(string type, string member) => Assert.Empty(Errors(type, member));

    [Theory]
    [InlineData("text", """{"body":""}""", "text.body")]
    [InlineData("text", """{"body":"hi","preview_url":"true"}""", "text.preview_url")]
    [InlineData("text", """["hi"]""", "text")]
    [InlineData("image", "{}", "image")]
    [InlineData("image", """{"id":"1","link":"https://example.com/a"}""", "image")]
    [InlineData("image", """{"link":"http://example.com/a"}""", "image.link")]
    [InlineData("image", """{"link":"/a.jpg"}""", "image.link")]
    [InlineData("image", """{"link":"file:///etc/passwd"}""", "image.link")]
    [InlineData("image", """{"id":1}""", "image.id")]
    [InlineData("image", """{"id":"1","caption":null}""", "image.caption")]
    [InlineData("image", """{"id":"1","filename":"a"}""", "image.filename")]
    [InlineData("audio", """{"id":"1","caption":"A"}""", "audio.caption")]
    [InlineData("audio", """{"id":"1","voice":1}""", "audio.voice")]
    [InlineData("sticker", """{"id":"1","caption":"A"}""", "sticker.caption")]
    [InlineData("location", """{"latitude":90.001,"longitude":0}""", "location.latitude")]
    [InlineData("location", """{"latitude":0,"longitude":-180.001}""", "location.longitude")]
    [InlineData("location", """{"latitude":"NaN","longitude":"north"}""", "location.latitude", "location.longitude")]
    [InlineData("location", """{"latitude":0}""", "location.longitude")]
    [InlineData("reaction", """{"message_id":"wamid.x"}""", "reaction.emoji")]
    [InlineData("reaction", """{"emoji":"x"}""", "reaction.message_id")]
    [InlineData("contacts", "[]", "contacts")]
    [InlineData("contacts", "{}", "contacts")]
    [InlineData("contacts", """[{}]""", "contacts[0].name")]
    [InlineData("contacts", """[{"name":{"formatted_name":"Bia","first_name":""}}]""", "contacts[0].name")]
    [InlineData("contacts", """[{"name":{"formatted_name":"Bia","first_name":"Bia"},"phones":[{"number":"1"}]}]""", "contacts[0].phones[0].number")]
    public void What_WhatsApp_refuses_is_named(string type, string member, params string[] paths) => Assert.Equal(paths, Errors(type, member));

    [Theory]
    [InlineData(257, 0)]
    [InlineData(258, 1)]
    public void A_message_has_at_most_257_contacts(int count, int errors)
    {
        var cards = string.Join(',', Enumerable.Repeat("""{"name":{"formatted_name":"Bia","first_name":"Bia"}}""", count));

        Assert.Equal(errors, Errors("contacts", $"[{cards}]").Count);
    }

    [Theory]
    [InlineData(2048, 0)]
    [InlineData(2049, 1)]
    public void A_link_has_at_most_2048_characters(int length, int errors) =>
        Assert.Equal(errors, Errors("image", $$"""{"link":"{{Link.PadRight(length, 'a')}}"}""").Count);

    /// <summary>The paths of what is wrong.</summary>
    internal static IReadOnlyList<string> Errors(string type, string member)
    {
        using var json = JsonDocument.Parse(member);
        var errors = new FieldErrors();
        FreeForms.ByType[type].Check(json.RootElement, type, errors);
        return [.. errors.Problem()?.Body.Errors!.Keys ?? []];
    }

    private static string With(string type, string member, string value)
    {
        var whole = new Dictionary<string, string>
        {
            ["text"] = "",
            ["image"] = "\"id\":\"1\"",
            ["video"] = "\"id\":\"1\"",
            ["document"] = "\"id\":\"1\"",
            ["location"] = "\"latitude\":1,\"longitude\":1",
            ["reaction"] = member == "emoji" ? "\"message_id\":\"1\"" : "\"emoji\":\"x\"",
        }[member == "id" ? "text" : type];
        return "{" + whole + (whole.Length > 0 ? "," : "") + $"\"{member}\":\"{value}\"" + "}";
    }
}

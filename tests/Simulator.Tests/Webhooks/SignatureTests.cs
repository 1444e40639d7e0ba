using System.Text;
using Mogambo.Simulator.Webhooks;

namespace Mogambo.Simulator.Tests.Webhooks;

public sealed class SignatureTests
{
    [Theory]
    [InlineData("""{"object":"whatsapp_business_account","entry":[]}""", "sha256=dec6a680679a968e7e0319355b23599cbfc54502c0784668e9618baa0c633756")]
    [InlineData("""{"t":"\u00e4\u00f6\u00e5"}""", "sha256=8cc2a80f11313ef9c69ca05a132f3f266a992c9b43953c1a520861f142a45c7a")]
    public void Is_the_one_of_the_published_vectors(string body, string expected) =>
        Assert.Equal(expected, Signature.Of(Encoding.UTF8.GetBytes(body), "test_app_secret"u8));

    [Theory]
    [InlineData("\"äöå\"", """
        "\u00e4\u00f6\u00e5"
        """)]
    [InlineData("\"👍\"", """
        "\ud83d\udc4d"
        """)]
    [InlineData("""
        "\uD83D\n a\\u00E4 /"
        """, """
        "\ud83d\n a\\u00E4 \/"
        """)]
    public void Bodies_are_escaped_as_Meta_does(string json, string expected) =>
        Assert.Equal(expected, Encoding.ASCII.GetString(MetaJson.Escape(Encoding.UTF8.GetBytes(json))));
}

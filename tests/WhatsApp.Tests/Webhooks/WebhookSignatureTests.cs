using System.Text;
using Mogambo.WhatsApp.Webhooks;

namespace Mogambo.WhatsApp.Tests.Webhooks;

public sealed class WebhookSignatureTests
{
    private const string EmptyEntries = """{"object":"whatsapp_business_account","entry":[]}""";
    private const string EmptyEntriesHeader = "sha256=dec6a680679a968e7e0319355b23599cbfc54502c0784668e9618baa0c633756";

    private static readonly byte[] Secret = "test_app_secret"u8.ToArray();

    [Theory]
    [InlineData(EmptyEntries, EmptyEntriesHeader)]
    [InlineData("""{"t":"\u00e4\u00f6\u00e5"}""", "sha256=8cc2a80f11313ef9c69ca05a132f3f266a992c9b43953c1a520861f142a45c7a")]
    public void Vectors_of_the_fact_sheet_match(string body, string header) =>
        Assert.True(WebhookSignature.Matches(Encoding.UTF8.GetBytes(body), header, Secret));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("sha256=")]
    [InlineData("sha256=dec6a680679a968e7e0319355b23599cbfc54502c0784668e9618baa0c633757")]
    [InlineData("sha256=dec6a680679a968e7e0319355b23599cbfc54502c0784668e9618baa0c63375")]
    [InlineData("sha256=dec6a680679a968e7e0319355b23599cbfc54502c0784668e9618baa0c6337566")]
    [InlineData("SHA256=dec6a680679a968e7e0319355b23599cbfc54502c0784668e9618baa0c633756")]
    [InlineData("sha256=DEC6A680679A968E7E0319355B23599CBFC54502C0784668E9618BAA0C633756")]
    [InlineData(" sha256=dec6a680679a968e7e0319355b23599cbfc54502c0784668e9618baa0c633756")]
    [InlineData("sha256=dec6a680679a968e7e0319355b23599cbfc54502c0784668e9618baa0c633756 ")]
    [InlineData("sha256=dec6a680679a968e7e0319355b23599cbfc54502c0784668e9618baa0c6337é6")]
    [InlineData("dec6a680679a968e7e0319355b23599cbfc54502c0784668e9618baa0c633756")]
    [InlineData("sha1=2fd4e1c67a2d28fced849ee1bb76e7391b93eb12")]
    public void Every_other_header_is_refused(string? header) =>
        Assert.False(WebhookSignature.Matches(Encoding.UTF8.GetBytes(EmptyEntries), header, Secret));

    [Theory]
    [InlineData("\uFEFF" + EmptyEntries)]
    [InlineData(EmptyEntries + "\n")]
    [InlineData("""{"object":"whatsapp_business_account","entry":[ ]}""")]
    [InlineData("")]
    public void The_signature_of_another_body_is_refused(string body) =>
        Assert.False(WebhookSignature.Matches(Encoding.UTF8.GetBytes(body), EmptyEntriesHeader, Secret));

    [Fact]
    public void Another_secret_is_refused_and_an_empty_one_matches_nothing()
    {
        var body = Encoding.UTF8.GetBytes(EmptyEntries);
        var signedWithNothing = "sha256=" + Convert.ToHexStringLower(System.Security.Cryptography.HMACSHA256.HashData(Array.Empty<byte>(), body));

        Assert.False(WebhookSignature.Matches(body, EmptyEntriesHeader, "other"u8));
        Assert.False(WebhookSignature.Matches(body, signedWithNothing, []));
    }

    [Fact]
    public void Checking_allocates_nothing()
    {
        var body = Encoding.UTF8.GetBytes(EmptyEntries);
        WebhookSignature.Matches(body, EmptyEntriesHeader, Secret);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
        {
            WebhookSignature.Matches(body, EmptyEntriesHeader, Secret);
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }
}

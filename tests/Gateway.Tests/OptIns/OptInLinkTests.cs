using System.Net;
using System.Text.Json;
using System.Xml.Linq;
using Mogambo.Gateway.Tests.TestKit;

namespace Mogambo.Gateway.Tests.OptIns;

public sealed class OptInLinkTests(SharedHost shared) : IClassFixture<SharedHost>
{
    [Theory]
    [InlineData("", "https://wa.me/15550783881?text=START")]
    [InlineData("?number=" + Some.Number + "&text=Ja%2C+gern+%26+danke%21", "https://wa.me/15550783881?text=Ja%2C%20gern%20%26%20danke%21")]
    public async Task A_link_writes_the_text_to_the_number(string query, string url)
    {
        using var response = await shared.Host.GetAsync("/v1/opt-in-link" + query);
        using var json = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync());

        Assert.Equal(url, json.RootElement.GetProperty("url").GetString());
    }

    [Fact]
    public async Task Pictures_are_a_PNG_and_an_SVG_of_one_code()
    {
        using var png = await shared.Host.GetAsync("/v1/opt-in-link.png");
        using var svg = await shared.Host.GetAsync("/v1/opt-in-link.svg");

        Assert.Equal("image/png", png.Content.Headers.ContentType!.MediaType);
        var bytes = await png.Content.ReadAsByteArrayAsync();
        Assert.Equal("89504E470D0A1A0A", Convert.ToHexString(bytes, 0, 8));
        Assert.Equal("image/svg+xml", svg.Content.Headers.ContentType!.MediaType);
        var size = int.Parse(XDocument.Parse(await svg.Content.ReadAsStringAsync()).Root!.Attribute("viewBox")!.Value.Split(' ')[2], System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal(size * 10, System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(16)));
    }

    [Fact]
    public async Task Another_text_is_another_picture() =>
        Assert.NotEqual(await PictureAsync("JA"), await PictureAsync("NO"));

    [Theory]
    [InlineData("?number=" + Some.SecondNumber, Some.Key, 409)]
    [InlineData("?number=" + Some.Number, Some.OtherKey, 404)]
    [InlineData("?nummer=1", Some.Key, 400)]
    [InlineData("?number=x", Some.Key, 400)]
    public async Task What_cannot_be_linked_is_refused(string query, string key, int status)
    {
        foreach (var ending in new[] { "", ".png", ".svg" })
        {
            using var response = await shared.Host.GetAsync($"/v1/opt-in-link{ending}{query}", key);
            Assert.Equal(status, (int)response.StatusCode);
        }
    }

    [Fact]
    public async Task A_number_without_its_digits_names_the_setting()
    {
        using var response = await shared.Host.GetAsync("/v1/opt-in-link?number=" + Some.SecondNumber);

        Assert.Contains("DisplayPhoneNumber", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_needs_the_scope() =>
        Assert.Equal(HttpStatusCode.Forbidden, (await shared.Host.GetAsync("/v1/opt-in-link.svg", Some.KeyWithScope("messages:read"))).StatusCode);

    private async Task<string> PictureAsync(string text) => await (await shared.Host.GetAsync("/v1/opt-in-link.svg?text=" + text)).Content.ReadAsStringAsync();
}

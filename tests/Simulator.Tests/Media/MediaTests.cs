using System.Net.Http.Headers;
using Microsoft.Extensions.Time.Testing;

namespace Mogambo.Simulator.Tests.Media;

public sealed class MediaTests
{
    [Fact]
    public async Task A_file_is_uploaded_resolved_downloaded_and_deleted()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(50));
        await using var whatsApp = await Simulated.StartAsync(time: time);

        var uploaded = await UploadAsync(whatsApp, "image/png", [1, 2, 3]);
        var id = uploaded.Json.GetProperty("id").GetString();
        var resolved = await whatsApp.GetAsync($"/v25.0/{id}", Simulated.Token);
        var url = resolved.Json.GetProperty("url").GetString()!;

        Assert.Equal(3, resolved.Json.GetProperty("file_size").GetInt32());
        Assert.Equal("039058c6f2c0cb492c533b0a4d14ef77cc0f78abccced5287d84a1a2011cfb81", resolved.Json.GetProperty("sha256").GetString());
        Assert.Equal(200, (await whatsApp.GetAsync(url, Simulated.Token)).Status);
        Assert.Equal(401, (await whatsApp.GetAsync(url)).Status);
        time.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(404, (await whatsApp.GetAsync(url, Simulated.Token)).Status);
        Assert.Equal(200, (await whatsApp.CallAsync(HttpMethod.Delete, $"/v25.0/{id}", null, Simulated.Token)).Status);
        Assert.Equal(400, (await whatsApp.GetAsync($"/v25.0/{id}", Simulated.Token)).Status);
    }

    [Theory]
    [InlineData("application/x-thing", 3, 100)]
    [InlineData("image/webp", 600_000, 131053)]
    public async Task A_file_of_the_wrong_kind_or_size_is_refused(string type, int length, int code)
    {
        await using var whatsApp = await Simulated.StartAsync();

        Assert.Equal(code, (await UploadAsync(whatsApp, type, new byte[length])).Code);
    }

    private static async Task<Simulated.Answer> UploadAsync(Simulated whatsApp, string type, byte[] bytes)
    {
        using var file = new ByteArrayContent(bytes);
        file.Headers.ContentType = new MediaTypeHeaderValue(type);
        using var form = new MultipartFormDataContent { { new StringContent("whatsapp"), "messaging_product" }, { new StringContent(type), "type" }, { file, "file", "a.bin" } };
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/v25.0/{Simulated.Number}/media") { Content = form };
        return await whatsApp.CallAsync(request, Simulated.Token);
    }
}

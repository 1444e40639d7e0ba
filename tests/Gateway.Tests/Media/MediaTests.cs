using System.IO.Pipelines;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Mogambo.Gateway.Tests.TestKit;

namespace Mogambo.Gateway.Tests.Media;

public sealed class MediaTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_upload_reaches_the_instance_as_its_form_with_the_numbers_token()
    {
        IFormCollection? form = null;
        byte[] bytes = [];
        string? token = null;
        var callersHeaders = 0;
        await using var instance = await FakeInstance.StartAsync(async http =>
        {
            (token, callersHeaders) = (http.Request.Headers.Authorization, http.Request.Headers.Count(header => header.Key is "Cookie" or "X-Secret"));
            form = await http.Request.ReadFormAsync();
            using var copy = new MemoryStream();
            await form.Files["file"]!.CopyToAsync(copy);
            bytes = copy.ToArray();
            await http.Response.WriteAsJsonAsync(new { id = "1020304050" });
        });
        await using var host = await HostAsync(instance);

        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/media") { Content = File([1, 2, 3, 4], "application/pdf") };
        request.Headers.Authorization = new("Bearer", Some.Key);
        request.Headers.Add("Cookie", "a=b");
        request.Headers.Add("X-Secret", "of the caller");
        using var response = await host.Http.SendAsync(request, Cancelled);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("1020304050", (await response.Content.ReadFromJsonAsync<JsonElement>(Cancelled)).GetProperty("id").GetString());
        Assert.Equal("Bearer token", token);
        Assert.Equal(0, callersHeaders);
        Assert.Equal("whatsapp", form!["messaging_product"]);
        Assert.Equal("application/pdf", form["type"]);
        Assert.Equal("application/pdf", form.Files["file"]!.ContentType);
        Assert.Equal([1, 2, 3, 4], bytes);
    }

    [Fact]
    public async Task An_upload_is_passed_on_while_it_still_comes_in()
    {
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var instance = await FakeInstance.StartAsync(async http =>
        {
            var seen = 0;
            var buffer = new byte[8192];
            while (await http.Request.Body.ReadAsync(buffer) is > 0 and var read)
            {
                seen += read;
                if (seen > 100_000)
                {
                    begun.TrySetResult();
                }
            }

            await http.Response.WriteAsJsonAsync(new { id = "1" });
        });
        await using var host = await HostAsync(instance);
        var file = new Pipe();
        using var content = new StreamContent(file.Reader.AsStream()) { Headers = { ContentType = new("application/pdf"), ContentLength = 200_001 } };
        var upload = host.SendAsync(HttpMethod.Post, "/v1/media", content: content);

        await file.Writer.WriteAsync(new byte[200_000], Cancelled);
        await Task.WhenAny(begun.Task, upload);
        Assert.False(upload.IsCompleted, upload.IsCompletedSuccessfully ? await (await upload).Content.ReadAsStringAsync(Cancelled) : upload.Exception?.Message);
        await file.Writer.WriteAsync(new byte[1], Cancelled);
        await file.Writer.CompleteAsync();

        using var response = await upload;
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task A_download_comes_with_its_type_and_as_no_page()
    {
        await using var instance = await FakeInstance.StartAsync(http => http.Request.Path.Value!.EndsWith("/bytes", StringComparison.Ordinal)
            ? AnswerAsync(http, "image/png", [9, 8, 7])
            : http.Response.WriteAsJsonAsync(new { url = $"http://{http.Request.Host}/bytes" }));
        await using var host = await HostAsync(instance);

        using var response = await host.GetAsync("/v1/media/123");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("image/png", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal("attachment", response.Content.Headers.ContentDisposition!.DispositionType);
        Assert.Equal([9, 8, 7], await response.Content.ReadAsByteArrayAsync(Cancelled));
    }

    [Fact]
    public async Task An_address_on_another_host_is_not_called()
    {
        var calls = 0;
        await using var stranger = await FakeInstance.StartAsync(http =>
        {
            calls++;
            return Task.CompletedTask;
        });
        await using var instance = await FakeInstance.StartAsync(http => http.Response.WriteAsJsonAsync(new { url = $"{stranger.Address}/bytes" }));
        await using var host = await HostAsync(instance);

        await ExpectAsync(host, "/v1/media/123", HttpStatusCode.BadGateway, "instance-failed");
        Assert.Equal(0, calls);
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        var calls = 0;
        await using var stranger = await FakeInstance.StartAsync(http =>
        {
            calls++;
            return Task.CompletedTask;
        });
        await using var instance = await FakeInstance.StartAsync(http =>
        {
            if (http.Request.Path.Value!.EndsWith("/bytes", StringComparison.Ordinal))
            {
                http.Response.Redirect($"{stranger.Address}/bytes");
                return Task.CompletedTask;
            }

            return http.Response.WriteAsJsonAsync(new { url = $"http://{http.Request.Host}/bytes" });
        });
        await using var host = await HostAsync(instance);

        await ExpectAsync(host, "/v1/media/123", HttpStatusCode.BadGateway, "instance-failed");
        Assert.Equal(0, calls);
    }

    [Theory]
    [InlineData(404, """{"error":{"code":100}}""", HttpStatusCode.NotFound, "not-found")]
    [InlineData(400, """{"error":{"code":100}}""", HttpStatusCode.NotFound, "not-found")]
    [InlineData(401, """{"error":{"code":190}}""", HttpStatusCode.Conflict, "number-unavailable")]
    [InlineData(400, """{"error":{"code":131052,"message":"Media download error"}}""", HttpStatusCode.UnprocessableEntity, "instance-refused")]
    [InlineData(500, "oops", HttpStatusCode.BadGateway, "instance-failed")]
    public async Task A_refusal_of_the_instance_is_a_problem(int status, string body, HttpStatusCode expected, string problem)
    {
        await using var instance = await FakeInstance.StartAsync(http =>
        {
            http.Response.StatusCode = status;
            return http.Response.WriteAsync(body);
        });
        await using var host = await HostAsync(instance);

        await ExpectAsync(host, "/v1/media/123", expected, problem);
    }

    [Theory]
    [InlineData("image/png", 5 * 1024 * 1024 + 1, HttpStatusCode.RequestEntityTooLarge, "payload-too-large")]
    [InlineData("image/png", 0, HttpStatusCode.BadRequest, "invalid-request")]
    [InlineData("multipart/form-data", 10, HttpStatusCode.BadRequest, "invalid-request")]
    public async Task A_file_that_WhatsApp_would_not_take_is_refused(string type, int length, HttpStatusCode expected, string problem)
    {
        await using var instance = await FakeInstance.StartAsync(_ => throw new InvalidOperationException("Nothing may come here."));
        await using var host = await HostAsync(instance);
        using var content = File(new byte[length], type);
        using var response = await host.SendAsync(HttpMethod.Post, "/v1/media", content: content);

        Assert.Equal(expected, response.StatusCode);
        Assert.Equal($"urn:mogambo:problem:{problem}", (await response.Content.ReadFromJsonAsync<JsonElement>(Cancelled)).GetProperty("type").GetString());
    }

    [Fact]
    public async Task A_key_without_the_scope_and_a_foreign_number_get_nothing()
    {
        await using var instance = await FakeInstance.StartAsync(_ => throw new InvalidOperationException("Nothing may come here."));
        await using var host = await HostAsync(instance);

        using var forbidden = await host.GetAsync("/v1/media/123", Some.KeyWithScope("messages:read"));
        Assert.Equal(HttpStatusCode.Forbidden, forbidden.StatusCode);
        await ExpectAsync(host, "/v1/media/123?number=999999999999", HttpStatusCode.NotFound, "phone-number-not-found");
        await ExpectAsync(host, "/v1/media/..%2Fother", HttpStatusCode.NotFound, "not-found");
    }

    private static Task<GatewayHost> HostAsync(FakeInstance instance) => GatewayHost.StartAsync(new()
    {
        ["Mogambo:Accounts:0:Numbers:0:BaseUrl"] = $"{instance.Address}/v24.0",
        ["Mogambo:Accounts:0:Numbers:1:BaseUrl"] = $"{instance.Address}/v24.0",
    });

    private static ByteArrayContent File(byte[] bytes, string type) => new(bytes) { Headers = { ContentType = new MediaTypeHeaderValue(type) } };

    private static Task AnswerAsync(HttpContext http, string type, byte[] bytes)
    {
        http.Response.ContentType = type;
        return http.Response.Body.WriteAsync(bytes).AsTask();
    }

    private static async Task ExpectAsync(GatewayHost host, string path, HttpStatusCode status, string problem)
    {
        using var response = await host.GetAsync(path);
        Assert.Equal(status, response.StatusCode);
        Assert.Equal($"urn:mogambo:problem:{problem}", (await response.Content.ReadFromJsonAsync<JsonElement>(Cancelled)).GetProperty("type").GetString());
    }
}

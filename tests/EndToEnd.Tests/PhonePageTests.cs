using System.Net;
using Microsoft.Playwright;
using Mogambo.EndToEnd.Tests.Sending;

namespace Mogambo.EndToEnd.Tests;

/// <summary>What a person does first: opens the phone, writes hello, sees the answer and the ticks. In a real browser, which wants the machine for itself.</summary>
[Collection(nameof(Alone))]
public sealed class PhonePageTests(EchoSystem echo) : IClassFixture<EchoSystem>
{
    private static readonly string[] s_quiet =
        ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

    [Fact]
    public Task Hello_is_answered_on_the_phone_with_ticks() => OnThePhoneAsync(async page =>
    {
        await page.FillAsync("#message", "hello <b>there</b>");
        await page.PressAsync("#message", "Enter");

        await Assertions.Expect(page.Locator(".bubble.out").Last).ToContainTextAsync("hello <b>there</b>");
        await Assertions.Expect(page.Locator(".bubble.in").Last).ToContainTextAsync("echo hello <b>there</b>");
        await Assertions.Expect(page.Locator(".bubble.out .ticks").Last).ToHaveAttributeAsync("data-status", "read");
        await Assertions.Expect(page.Locator(".bubble.in .ticks").Last).ToHaveAttributeAsync("data-status", "read");
    });

    [Fact]
    public Task A_template_is_seen_on_the_phone_with_its_ticks() => OnThePhoneAsync(async page =>
    {
        var mogambo = echo.System.Mogambo;
        await echo.System.ApprovedTemplateAsync("phone_page", "Hello {{1}}, your order has left our warehouse and is on its way.", "Ana");
        // The user of the page is known to the business once they have written.
        await page.FillAsync("#message", "where is my order?");
        await page.PressAsync("#message", "Enter");
        await Assertions.Expect(page.Locator(".bubble.in").Last).ToContainTextAsync("echo where is my order?");
        var user = (await mogambo.GetAsync("/v1/conversations?limit=1")).GetProperty("data")[0].Text("user");

        await mogambo.ExpectAsync(HttpStatusCode.OK, HttpMethod.Put, $"/v1/contacts/{user}/opt-in", new { source = "checkout page" });
        await mogambo.ExpectAsync(HttpStatusCode.Accepted, HttpMethod.Post, "/v1/messages", ApiCalls.TemplateTo(user, "phone_page", "<i>Joey</i>"));

        await Assertions.Expect(page.Locator(".bubble.in").Last)
            .ToContainTextAsync("Hello <i>Joey</i>, your order has left our warehouse and is on its way.");
        await Assertions.Expect(page.Locator(".bubble.in .ticks").Last).ToHaveAttributeAsync("data-status", "read");
    });

    private async Task OnThePhoneAsync(Func<IPage, Task> act)
    {
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = "/usr/bin/chromium", Headless = true, Args = s_quiet });
        var page = await browser.NewPageAsync();
        page.SetDefaultTimeout(60_000);
        Assertions.SetDefaultExpectTimeout(30_000);
        var violations = new List<string>();
        page.Console += (_, message) => violations.AddRange(message.Type == "error" ? [message.Text] : Array.Empty<string>());

        await page.GotoAsync(echo.System.WhatsApp.Address.ToString());
        await act(page);

        Assert.Empty(violations);
    }
}

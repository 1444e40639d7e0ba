using Microsoft.Playwright;

namespace Mogambo.EndToEnd.Tests;

/// <summary>What a person does first: opens the phone, writes hello, sees the answer and the ticks. In a real browser, which wants the machine for itself.</summary>
[Collection(nameof(Alone))]
public sealed class PhonePageTests(EchoSystem echo) : IClassFixture<EchoSystem>
{
    private static readonly string[] s_quiet =
        ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

    [Fact]
    public async Task Hello_is_answered_on_the_phone_with_ticks()
    {
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = "/usr/bin/chromium", Headless = true, Args = s_quiet });
        var page = await browser.NewPageAsync();
        page.SetDefaultTimeout(60_000);
        var violations = new List<string>();
        page.Console += (_, message) => violations.AddRange(message.Type == "error" ? [message.Text] : Array.Empty<string>());

        await page.GotoAsync(echo.System.WhatsApp.Address.ToString());
        await page.FillAsync("#message", "hello <b>there</b>");
        await page.PressAsync("#message", "Enter");

        await Assertions.Expect(page.Locator(".bubble.out").Last).ToContainTextAsync("hello <b>there</b>");
        await Assertions.Expect(page.Locator(".bubble.in").Last).ToContainTextAsync("echo hello <b>there</b>");
        await Assertions.Expect(page.Locator(".bubble.out .ticks").Last).ToHaveAttributeAsync("data-status", "read");
        await Assertions.Expect(page.Locator(".bubble.in .ticks").Last).ToHaveAttributeAsync("data-status", "read");
        Assert.Empty(violations);
    }
}

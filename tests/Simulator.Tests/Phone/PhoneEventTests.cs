namespace Mogambo.Simulator.Tests.Phone;

public sealed class PhoneEventTests
{
    [Fact]
    public async Task An_open_page_is_told_of_messages_ticks_and_failing_webhooks()
    {
        await using var whatsApp = await Simulated.StartAsync();
        whatsApp.Business.Answer = attempt => attempt == 1 ? 503 : 200;
        using var http = new HttpClient { BaseAddress = whatsApp.Host.Address };
        await using var stream = await http.GetStreamAsync(new Uri("/events", UriKind.Relative), Simulated.Cancellation);
        using var lines = new StreamReader(stream);
        await ReadUntilAsync(lines, "event: hello");

        await whatsApp.UserWritesAsync("15550100001", """{"text":"<b>Hi</b>"}""");

        await ReadUntilAsync(lines, "event: message");
        await ReadUntilAsync(lines, "\"status\":503");
        await ReadUntilAsync(lines, "\"status\":\"delivered\"");
        await ReadUntilAsync(lines, "\"status\":200");
    }

    private static async Task ReadUntilAsync(StreamReader lines, string wanted)
    {
        while (await lines.ReadLineAsync(Simulated.Cancellation) is { } line)
        {
            if (line.Contains(wanted, StringComparison.Ordinal))
            {
                return;
            }
        }

        Assert.Fail($"The stream ended without {wanted}");
    }
}

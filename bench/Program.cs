using System.Globalization;
using Mogambo.Bench;

// Arguments: gateway, simulator, app secret, account, number, API key, parallel, warm-up seconds, measured seconds.
if (args is not [var gateway, var simulator, var secret, var account, var number, var apiKey, var parallel, var warmUp, var measured])
{
    Console.Error.WriteLine("Usage: gateway-url simulator-url app-secret account-id phone-number-id api-key parallel warm-up-s measured-s");
    return 2;
}

using var instance = new Instance(new Uri(simulator));
using (var webhooks = new ClosedLoop(new Uri(gateway), new Webhooks(secret, account, number).Next))
{
    await MeasureAsync("acknowledged", "replied", webhooks);
}

var templates = new TemplateSends(new Uri(gateway), apiKey);
await templates.PrepareAsync();
using (var sends = new ClosedLoop(new Uri(gateway), templates.Next))
{
    await MeasureAsync("accepted", "sent", sends);
}

return 0;

async Task MeasureAsync(string taken, string done, ClosedLoop load)
{
    var already = await instance.RepliesAsync();
    var warm = await load.RunAsync(Number(parallel), TimeSpan.FromSeconds(Number(warmUp)));
    await instance.DrainedAsync(expected: already + warm.Accepted);

    var before = await instance.RepliesAsync();
    var result = await load.RunAsync(Number(parallel), TimeSpan.FromSeconds(Number(measured)));
    var during = await instance.RepliesAsync() - before;
    var drain = await instance.DrainedAsync(expected: before + result.Accepted);

    Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{taken} {result.Accepted / result.Seconds:0}/s (p50 {result.Percentile(0.5):0.0} ms, p99 {result.Percentile(0.99):0.0} ms, refused {result.Refused}), "
        + $"{done} {during / result.Seconds:0}/s during the load, {result.Accepted / (result.Seconds + drain.TotalSeconds):0}/s until all {result.Accepted} were out"));
}

static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

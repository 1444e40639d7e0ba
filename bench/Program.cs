using System.Globalization;
using Mogambo.Bench;

// Arguments: gateway, simulator, app secret, account, number, parallel, warm-up seconds, measured seconds.
if (args is not [var gateway, var simulator, var secret, var account, var number, var parallel, var warmUp, var measured])
{
    Console.Error.WriteLine("Usage: gateway-url simulator-url app-secret account-id phone-number-id parallel warm-up-s measured-s");
    return 2;
}

using var load = new ClosedLoop(new Uri(gateway), secret, account, number);
using var instance = new Instance(new Uri(simulator));
await load.RunAsync(Number(parallel), TimeSpan.FromSeconds(Number(warmUp)));
await instance.DrainedAsync();

var repliesBefore = await instance.RepliesAsync();
var result = await load.RunAsync(Number(parallel), TimeSpan.FromSeconds(Number(measured)));
var repliesDuring = await instance.RepliesAsync() - repliesBefore;
var drain = await instance.DrainedAsync(expected: repliesBefore + result.Acknowledged);

Console.WriteLine(string.Create(
    CultureInfo.InvariantCulture,
    $"acknowledged {result.Acknowledged / result.Seconds:0}/s (p50 {result.Percentile(0.5):0.0} ms, p99 {result.Percentile(0.99):0.0} ms, refused {result.Refused}), "
    + $"replied {repliesDuring / result.Seconds:0}/s during the load, {result.Acknowledged / (result.Seconds + drain.TotalSeconds):0}/s until all {result.Acknowledged} were out"));
return 0;

static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

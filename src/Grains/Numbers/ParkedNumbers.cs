using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Mogambo.Accounts;
using Mogambo.Sending;
using Mogambo.Storage.Numbers;

namespace Mogambo.Numbers;

/// <summary>At start, lifts the parks of numbers whose access token was changed in the configuration: their messages go on.</summary>
internal sealed partial class ParkedNumbers(
    INumberParks parks, AccountDirectory accounts, TimeProvider time, ILogger<ParkedNumbers> logger) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var number in accounts.All.SelectMany(account => account.Numbers))
        {
            if (await parks.LiftUnlessAsync(number.Id, NumberToken.HashOf(number), time.GetUtcNow(), cancellationToken))
            {
                LogLifted(number.Id);
            }
            else if (await parks.FindAsync(number.Id, cancellationToken) is { } park)
            {
                LogStillParked(number.Id, park.Error.Code);
            }
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(LogLevel.Information, "Number {Number} has another access token than the one WhatsApp refused: it sends again")]
    private partial void LogLifted(PhoneNumberId number);

    [LoggerMessage(LogLevel.Error, "Number {Number} is parked (error {Code}) for the access token it still has: nothing is sent until it is changed")]
    private partial void LogStillParked(PhoneNumberId number, int code);
}

using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Mogambo.Accounts;
using Mogambo.Sending;
using Mogambo.Storage.Numbers;

namespace Mogambo.Numbers;

/// <summary>
/// At start, lifts the parks of numbers for which the operator may have done something: an expired token (0, 190) needs another token in
/// the configuration; whatever else was wrong (payment, permission, account locked) is tried again.
/// </summary>
internal sealed partial class ParkedNumbers(
    INumberParks parks, AccountDirectory accounts, TimeProvider time, ILogger<ParkedNumbers> logger) : IHostedService
{
    /// <summary>Never the hash of a token.</summary>
    private const string AnyToken = "";

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var number in accounts.All.SelectMany(account => account.Numbers))
        {
            if (await parks.FindAsync(number.Id, cancellationToken) is not { } park)
            {
                continue;
            }

            var refusedToken = park.Error.Code is 0 or 190 ? NumberToken.HashOf(number) : AnyToken;
            if (await parks.LiftUnlessAsync(number.Id, refusedToken, time.GetUtcNow(), cancellationToken))
            {
                LogLifted(number.Id);
            }
            else
            {
                LogStillParked(number.Id, park.Error.Code);
            }
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(LogLevel.Information, "Number {Number} is no longer parked: it sends again")]
    private partial void LogLifted(PhoneNumberId number);

    [LoggerMessage(LogLevel.Error, "Number {Number} is parked (error {Code}) for the access token it still has: nothing is sent until it is changed")]
    private partial void LogStillParked(PhoneNumberId number, int code);
}

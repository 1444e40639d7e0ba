using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Mogambo.Accounts;
using Mogambo.Conversations;
using Mogambo.Messages;

namespace Mogambo.Numbers;

/// <summary>
/// Notices that WhatsApp takes a number's messages again after it took none, and lets those go at once that would have waited out their
/// back-offs, of up to five minutes and more. Losing what is noted here costs nothing but that time.
/// </summary>
/// <param name="bringForward">Makes the conversations of a number due now that would be due within a time.</param>
internal sealed partial class NumberRecovery(
    Func<PhoneNumberId, DateTimeOffset, TimeSpan, Task> bringForward, TimeProvider time, ILogger<NumberRecovery> logger)
{
    /// <summary>So many refusals in a row are an outage; fewer are a bad moment, of which back-offs make less than a rush would.</summary>
    public const int MinRefusals = 20;

    /// <summary>A number that comes and goes has its back-offs cut short this often, in each process.</summary>
    public static readonly TimeSpan AtMostEvery = TimeSpan.FromMinutes(1);

    /// <summary>The number's throughput is reached: its back-offs are what helps.</summary>
    private const int TooFast = 130429;

    private readonly ConcurrentDictionary<PhoneNumberId, Outage> _numbers = [];

    public void Observe(PhoneNumberId number, SendOutcome outcome)
    {
        if (outcome is SendOutcome.Accepted)
        {
            if (_numbers.TryGetValue(number, out var outage) && outage.Ends(time))
            {
                _ = ReleaseAsync(number);
            }
        }
        else if (outcome is SendOutcome.NotAccepted { Remedy: SendRemedy.BackOff, RetryAfter: null } refusal && refusal.Error.Code != TooFast)
        {
            _numbers.GetOrAdd(number, _ => new()).Refused();
        }
    }

    private async Task ReleaseAsync(PhoneNumberId number)
    {
        try
        {
            await bringForward(number, time.GetUtcNow(), RetryWait.LongestBackOff);
            LogRecovered(number);
        }
        catch (Exception e)
        {
            LogNotReleased(number, e);
        }
    }

    [LoggerMessage(LogLevel.Information, "WhatsApp takes messages of number {Number} again: those that it refused are sent now")]
    private partial void LogRecovered(PhoneNumberId number);

    [LoggerMessage(LogLevel.Warning, "The messages of number {Number} that WhatsApp refused wait for their next try, although it takes messages again")]
    private partial void LogNotReleased(PhoneNumberId number, Exception exception);

    private sealed class Outage
    {
        private readonly Lock _lock = new();
        private int _refusals;
        private long? _releasedAt;

        public void Refused() => Interlocked.Increment(ref _refusals);

        /// <summary>Something was taken. True for one caller, if that is the end of an outage.</summary>
        public bool Ends(TimeProvider time)
        {
            if (Volatile.Read(ref _refusals) == 0 || Interlocked.Exchange(ref _refusals, 0) < MinRefusals)
            {
                return false;
            }

            lock (_lock)
            {
                if (_releasedAt is { } at && time.GetElapsedTime(at) < AtMostEvery)
                {
                    return false;
                }

                _releasedAt = time.GetTimestamp();
                return true;
            }
        }
    }
}

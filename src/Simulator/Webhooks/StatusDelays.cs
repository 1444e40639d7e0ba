using System.Globalization;
using Mogambo.Simulator.Options;

namespace Mogambo.Simulator.Webhooks;

/// <summary>When each status is reported, counted from the acceptance of the message.</summary>
internal readonly record struct StatusDelays(TimeSpan Sent, TimeSpan Delivered, TimeSpan Read)
{
    /// <exception cref="OptionException">Neither one nor three numbers of milliseconds.</exception>
    public static StatusDelays Parse(string text)
    {
        var parts = text.Split(',', StringSplitOptions.TrimEntries);
        var times = new List<TimeSpan>();
        foreach (var part in parts)
        {
            if (int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds))
            {
                times.Add(TimeSpan.FromMilliseconds(milliseconds));
            }
            else if (Duration.TryParse(part, out var time) && time >= TimeSpan.Zero)
            {
                times.Add(time);
            }
        }

        return (parts.Length, times.Count) switch
        {
            (1, 1) => new(times[0], times[0], times[0]),
            (3, 3) => new(times[0], times[1], times[2]),
            _ => throw new OptionException($"Option StatusDelay needs one or three numbers of milliseconds such as 300,700,1500, not '{text}'."),
        };
    }
}

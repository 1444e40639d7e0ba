using System.Collections.Concurrent;

namespace Mogambo.Simulator.Chats;

/// <summary>
/// When each user last wrote to each number: free-form messages may be sent for 24 hours after (fact sheet 11.1).
/// Counted from the time the message itself carries, so an old one delivered late opens nothing.
/// </summary>
internal sealed class WindowBook(SimulatorOptions options, TimeProvider time)
{
    private readonly ConcurrentDictionary<(string Number, string User), long> _lastWroteAt = new();

    public void UserWrote(string number, string user, long at)
    {
        if (options.Window > TimeSpan.Zero)
        {
            _lastWroteAt.AddOrUpdate((number, user), at, (_, known) => Math.Max(known, at));
        }
    }

    public bool IsOpen(string number, string user)
    {
        if (options.Window <= TimeSpan.Zero)
        {
            return true;
        }

        return _lastWroteAt.TryGetValue((number, user), out var at)
            && time.GetUtcNow() < DateTimeOffset.FromUnixTimeSeconds(at) + options.Window;
    }

    public void Clear() => _lastWroteAt.Clear();
}

using System.Collections.Concurrent;
using Mogambo.Accounts;
using Mogambo.Conversations;

namespace Mogambo.Numbers;

/// <inheritdoc cref="INumberThroughput"/>
internal sealed class NumberThroughput(IGrainFactory grains, ProcessLifetime process, TurnGate gate, TimeProvider time) : INumberThroughput
{
    private readonly ConcurrentDictionary<PhoneNumberId, NumberPump> _pumps = [];

    /// <summary>Wakes a conversation for which there is a place.</summary>
    public Func<ConversationId, Task> WakeAsync { get; init; } = conversation => grains.Conversation(conversation).WakeAsync();

    public bool TryTake(BusinessNumber number, ConversationId conversation)
    {
        if (number.Options.MessagesPerSecond == 0)
        {
            return true;
        }

        var pump = _pumps.TryGetValue(number.Id, out var found) ? found : _pumps.GetOrAdd(number.Id, _ => NewPump(number));
        return pump.TryTake(conversation, gate.Closed);
    }

    private NumberPump NewPump(BusinessNumber number) =>
        new(demand => grains.PhoneNumber(number).LeaseAsync(demand), WakeAsync, process.Id, time);
}

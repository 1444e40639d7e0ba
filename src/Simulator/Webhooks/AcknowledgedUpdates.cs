namespace Mogambo.Simulator.Webhooks;

/// <summary>What was acknowledged and when, if the options ask for it.</summary>
internal sealed class AcknowledgedUpdates(SimulatorOptions options, TimeProvider time)
{
    private readonly Dictionary<Update, DateTimeOffset> _updates = new(ReferenceEqualityComparer.Instance);
    private readonly Lock _lock = new();

    public void Add(Update update)
    {
        if (options.KeepAcknowledged)
        {
            lock (_lock)
            {
                _updates[update] = time.GetUtcNow();
            }
        }
    }

    public IReadOnlyList<Update> Since(DateTimeOffset since)
    {
        lock (_lock)
        {
            return [.. _updates.Where(update => update.Value >= since).Select(update => update.Key)];
        }
    }
}

using Mogambo.Simulator.Accounts;

namespace Mogambo.Simulator.Webhooks;

/// <summary>Puts several statuses of an account into one POST, if so configured (fact sheet 3.2: up to 1000, never guaranteed).</summary>
internal sealed class StatusBatcher(SimulatorOptions options, WebhookSender sender, Counters counters, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<Account, List<Update>> _open = [];

    public void Post(StatusUpdate status)
    {
        if (options.StatusBatch == 1)
        {
            sender.Post([status]);
            return;
        }

        List<Update>? full = null;
        var isFirst = false;
        lock (_gate)
        {
            if (!_open.TryGetValue(status.Account, out var batch))
            {
                _open[status.Account] = batch = [];
                isFirst = true;
            }

            batch.Add(status);
            if (batch.Count >= options.StatusBatch)
            {
                _open.Remove(status.Account);
                full = batch;
            }

            Interlocked.Increment(ref counters.Pending);
        }

        if (full is not null)
        {
            Send(full);
        }
        else if (isFirst)
        {
            _ = SendAfterLingerAsync(status.Account);
        }
    }

    private async Task SendAfterLingerAsync(Account account)
    {
        await Task.Delay(options.StatusLinger, time);
        List<Update>? batch;
        lock (_gate)
        {
            _open.Remove(account, out batch);
        }

        if (batch is not null)
        {
            Send(batch);
        }
    }

    private void Send(List<Update> batch)
    {
        sender.Post(batch);
        Interlocked.Add(ref counters.Pending, -batch.Count);
    }
}

using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Mogambo.Accounts;
using Mogambo.Storage;
using Mogambo.Storage.Templates;
using Mogambo.Storage.Turns;
using Mogambo.Templates;
using Mogambo.WhatsApp.Templates;

namespace Mogambo.Gateway.Templates;

/// <summary>
/// Brings templates into step with what WhatsApp has: soon after the start, now and then, and when asked. Of the processes of a cluster one
/// does it at a time, but each may: a list that is no news changes nothing.
/// </summary>
internal sealed partial class TemplateSync(
    ITemplateManagement whatsApp,
    ITemplates templates,
    IWorkTurns turns,
    AccountDirectory accounts,
    IGrainFactory grains,
    IOptions<TemplateOptions> options,
    IHostApplicationLifetime lifetime,
    TimeProvider time,
    ILogger<TemplateSync> logger) : BackgroundService
{
    private const int PageSize = 200;
    private const int MaxConcurrentTemplates = 8;

    // Processes that start together are one start.
    private static readonly TimeSpan s_start = TimeSpan.FromSeconds(10);

    // Webhooks come in bursts, one for each language.
    private static readonly TimeSpan s_gathering = TimeSpan.FromMilliseconds(500);

    private readonly Channel<AccountId> _requests = Channel.CreateUnbounded<AccountId>();
    private readonly ConcurrentDictionary<AccountId, bool> _requested = [];
    private readonly ConcurrentDictionary<AccountId, SemaphoreSlim> _turns = [];

    /// <summary>Has an account brought into step soon, and returns at once.</summary>
    public void Request(AccountId account)
    {
        if (_requested.TryAdd(account, true))
        {
            _requests.Writer.TryWrite(account);
        }
    }

    /// <summary>Brings an account into step now.</summary>
    public async Task<TemplateSyncResult> SyncAsync(Account account, CancellationToken cancellationToken)
    {
        if (ITemplateManagement.InstanceOf(account) is not { } number)
        {
            return new TemplateSyncResult.NoInstance();
        }

        var turn = _turns.GetOrAdd(account.Id, _ => new(1));
        await turn.WaitAsync(cancellationToken);
        try
        {
            // Before the list is asked for: what happens from here on may not be in it.
            var takenAt = time.GetUtcNow();
            return await whatsApp.ListAsync(number, cancellationToken: cancellationToken) switch
            {
                TemplateListing.Complete complete => new TemplateSyncResult.Done(
                    await ReconcileAsync(account.Id, complete.Templates, takenAt, cancellationToken)),
                TemplateListing.Failed failed => new TemplateSyncResult.Failed(failed.Reason),
                var other => throw new InvalidOperationException($"Unknown listing {other.GetType().Name}."),
            };
        }
        finally
        {
            turn.Release();
        }
    }

    public override void Dispose()
    {
        foreach (var turn in _turns.Values)
        {
            turn.Dispose();
        }

        base.Dispose();
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(RepeatAsync(stoppingToken), AnswerRequestsAsync(stoppingToken));

    private async Task RepeatAsync(CancellationToken stoppingToken)
    {
        // The demo's WhatsApp lives in this process and is the last to start.
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using (lifetime.ApplicationStarted.Register(started.SetResult))
        {
            await started.Task.WaitAsync(stoppingToken);
        }

        var every = options.Value.SyncEvery;
        var atMostEvery = s_start;
        for (var pause = TimeSpan.FromSeconds(1); ; pause = every * (0.9 + (0.2 * Random.Shared.NextDouble())))
        {
            await Task.Delay(pause, time, stoppingToken);
            foreach (var account in accounts.All)
            {
                await TryAsync(account.Id, () => TakeTurnAsync(account, atMostEvery, stoppingToken), stoppingToken);
            }

            // A little less than the shortest pause, or a process alone would at times find its own turn too fresh.
            atMostEvery = every * 0.8;
        }
    }

    private async Task AnswerRequestsAsync(CancellationToken stoppingToken)
    {
        await foreach (var id in _requests.Reader.ReadAllAsync(stoppingToken))
        {
            await Task.Delay(s_gathering, time, stoppingToken);
            _requested.TryRemove(id, out _);
            if (accounts.TryGetAccount(id, out var account))
            {
                await TryAsync(id, () => SyncAndLogAsync(account, stoppingToken), stoppingToken);
            }
        }
    }

    private async Task TakeTurnAsync(Account account, TimeSpan atMostEvery, CancellationToken cancellationToken)
    {
        if (await turns.TryTakeAsync($"template-sync/{account.Id}", time.GetUtcNow(), atMostEvery, cancellationToken))
        {
            await SyncAndLogAsync(account, cancellationToken);
        }
    }

    private async Task SyncAndLogAsync(Account account, CancellationToken cancellationToken)
    {
        if (await SyncAsync(account, cancellationToken) is TemplateSyncResult.Failed failed)
        {
            LogNotListed(account.Id, failed.Reason);
        }
    }

    private async Task TryAsync(AccountId account, Func<Task> work, CancellationToken cancellationToken)
    {
        try
        {
            await work();
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            LogFailed(account, e);
        }
    }

    private async Task<TemplateReconciliation> ReconcileAsync(
        AccountId account, IReadOnlyList<InstanceTemplate> listed, DateTimeOffset takenAt, CancellationToken cancellationToken)
    {
        var byName = listed.GroupBy(template => template.Id.Name).ToDictionary(group => group.Key, group => (IReadOnlyList<InstanceTemplate>)[.. group]);
        foreach (var name in await NamesAsync(account, cancellationToken))
        {
            byName.TryAdd(name, []);
        }

        var counts = new ConcurrentBag<TemplateReconciliation>();
        await Parallel.ForEachAsync(
            byName,
            new ParallelOptions { MaxDegreeOfParallelism = MaxConcurrentTemplates, CancellationToken = cancellationToken },
            async (pair, _) => counts.Add(await grains.Template(account, pair.Key).ReconcileAsync(new(takenAt, pair.Value))));
        return counts.Aggregate(default(TemplateReconciliation), TemplateReconciliation.Add);
    }

    /// <summary>Names that WhatsApp should know.</summary>
    private async Task<HashSet<string>> NamesAsync(AccountId account, CancellationToken cancellationToken)
    {
        HashSet<string> names = [];
        PageCursor? after = null;
        do
        {
            var page = await templates.ListAsync(account, status: null, PageSize, after, cancellationToken);
            names.UnionWith(page.Items.Where(row => row.Status is not (TemplateStatus.Draft or TemplateStatus.Deleted)).Select(row => row.Id.Name));
            after = page.Next;
        }
        while (after is not null);

        return names;
    }

    [LoggerMessage(LogLevel.Warning, "WhatsApp's list of the templates of account {Account} could not be read: {Reason}")]
    private partial void LogNotListed(AccountId account, string reason);

    [LoggerMessage(LogLevel.Warning, "The templates of account {Account} could not be brought into step with WhatsApp")]
    private partial void LogFailed(AccountId account, Exception exception);
}

/// <summary>What came of a sync.</summary>
internal abstract record TemplateSyncResult
{
    private TemplateSyncResult()
    {
    }

    public sealed record Done(TemplateReconciliation Counts) : TemplateSyncResult;

    /// <summary>WhatsApp's list could not be read; nothing was changed.</summary>
    public sealed record Failed(string Reason) : TemplateSyncResult;

    /// <summary>No number of the account is on the Cloud API.</summary>
    public sealed record NoInstance : TemplateSyncResult;
}
